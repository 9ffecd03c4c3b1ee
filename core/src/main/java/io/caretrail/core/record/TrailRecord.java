package io.caretrail.core.record;

/** What a trail holds: one line of one category. Implementations are immutable and thread-safe. */
public sealed interface TrailRecord permits AuditRecord, DiagnosticRecord {

    /** Which settings it goes to. */
    Category category();

    /** Unique over hosts and restarts. */
    String recordId();

    /** What was asked for, or {@code Caretrail.…}. */
    String operationName();
}
