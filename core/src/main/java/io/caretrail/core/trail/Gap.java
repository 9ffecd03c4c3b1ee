package io.caretrail.core.trail;

import io.caretrail.core.handoff.Missing;
import io.caretrail.core.handoff.MissingReason;
import io.caretrail.core.record.AuditRecord;
import io.caretrail.core.record.OwnRecords;

/**
 * A place where records are missing.
 *
 * @param missing how many
 * @param refused how many requests were refused there
 */
record Gap(long missing, long refused, String reason) {

    static Gap of(Missing missing) {
        return missing.reason() == MissingReason.REFUSED
                ? new Gap(0, missing.count(), missing.reason().toString())
                : new Gap(missing.count(), 0, missing.reason().toString());
    }

    AuditRecord record(OwnRecords own) {
        return own.gap(missing, refused, reason);
    }
}
