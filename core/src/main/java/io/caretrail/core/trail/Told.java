package io.caretrail.core.trail;

import io.caretrail.core.record.AuditRecord;
import io.caretrail.core.record.EncodedRecord;
import io.caretrail.core.record.RecordEncoder;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;

/**
 * What destinations tell of themselves while they are opened, tended and closed. It goes into the hand-off of the session
 * that is open next, since at both ends of a session there is none that would take it. Thread-safe.
 */
final class Told {

    private final Queue<AuditRecord> records = new ConcurrentLinkedQueue<>();
    private final RecordEncoder raw;
    private final LongAdder accepted;

    /** @param accepted counts what a hand-off has taken */
    Told(RecordEncoder raw, LongAdder accepted) {
        this.raw = raw;
        this.accepted = accepted;
    }

    void add(AuditRecord record) {
        records.add(record);
    }

    /**
     * For one thread at a time.
     *
     * @param checkpoints whether any destination takes them
     * @return false when there was nothing, or nothing is taken
     */
    boolean offerTo(Admission admission, boolean checkpoints) {
        boolean offered = false;
        for (AuditRecord next = records.peek(); next != null; next = records.peek()) {
            byte type = EntryType.of(next);
            boolean counted = EntryType.isCounted(type);
            if (counted || checkpoints) {
                if (!admission.offer(type, EncodedRecord.of(raw.encode(next)), 0)) {
                    break;
                }
                offered = true;
            }
            if (counted) {
                accepted.increment();
            }
            records.remove();
        }
        return offered;
    }
}
