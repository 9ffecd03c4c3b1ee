package io.caretrail.core.trail;

import io.caretrail.core.handoff.Missing;
import io.caretrail.core.handoff.MissingReason;
import io.caretrail.core.record.AuditRecord;
import io.caretrail.core.record.Category;
import io.caretrail.core.record.OwnRecords;

/**
 * A place where records are missing.
 *
 * @param missing how many
 * @param refused how many requests were refused there
 * @param category of what is missing; AuditLogs where it is not known
 */
record Gap(long missing, long refused, Category category, String reason) {

    Gap(long missing, long refused, String reason) {
        this(missing, refused, Category.AuditLogs, reason);
    }

    /** @param type of the entry that says so */
    static Gap of(byte type, Missing missing) {
        Category category = EntryType.category(type);
        return missing.reason() == MissingReason.REFUSED
                ? new Gap(0, missing.count(), category, missing.reason().toString())
                : new Gap(missing.count(), 0, category, missing.reason().toString());
    }

    AuditRecord record(OwnRecords own) {
        return own.gap(category, missing, refused, reason);
    }
}
