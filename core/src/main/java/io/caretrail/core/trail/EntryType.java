package io.caretrail.core.trail;

import io.caretrail.core.handoff.Ring;
import io.caretrail.core.record.AuditRecord;
import io.caretrail.core.record.Category;
import io.caretrail.core.record.ResultType;

/** What an entry of the hand-off is, as far as the trail must know without reading it: the type byte of the ring. */
enum EntryType {
    /** a record of no exchange */
    OTHER(1),
    /** begins an exchange, which is open until its final record */
    STARTED(2),
    /** ends one */
    FINAL(3),
    /** a checkpoint of the seal: for remote destinations, since in the file it seals it would ask for the next one */
    CHECKPOINT(4);

    private static final int OF_TYPE = 0x07;
    private static final int DIAGNOSTIC = 0x08;
    private static final String CHECKPOINT_NAME = "Caretrail.Checkpoint";
    private static final EntryType[] ALL = values();

    /** Part of the file format of hand-off and spool. */
    private final int code;

    EntryType(int code) {
        this.code = code;
    }

    static byte of(AuditRecord record) {
        return of(record.category(), typeOf(record));
    }

    static byte of(Category category, EntryType type) {
        return (byte)
                switch (category) {
                    case AuditLogs -> type.code;
                    case DiagnosticLogs -> type.code | DIAGNOSTIC;
                };
    }

    /** Whether it begins or ends an exchange. */
    boolean isOfExchange() {
        return this == STARTED || this == FINAL;
    }

    /** Checkpoints are about records, and not every destination gets them: the counters leave them out. */
    static boolean isCounted(byte type) {
        return type(type) != CHECKPOINT;
    }

    private static EntryType typeOf(AuditRecord record) {
        if (record.operationName().equals(CHECKPOINT_NAME)) {
            return CHECKPOINT;
        }
        if (record.resultType() == ResultType.Started) {
            return record.recordId().endsWith(".0") ? STARTED : OTHER;
        }
        return record.correlationId() == null ? OTHER : FINAL;
    }

    /** Of a byte that {@link #of} made, {@link Ring#MISSING} in it or not. */
    static EntryType type(byte made) {
        for (EntryType type : ALL) {
            if (type.code == (made & OF_TYPE)) {
                return type;
            }
        }
        return OTHER;
    }

    static Category category(byte made) {
        return (made & DIAGNOSTIC) == 0 ? Category.AuditLogs : Category.DiagnosticLogs;
    }
}
