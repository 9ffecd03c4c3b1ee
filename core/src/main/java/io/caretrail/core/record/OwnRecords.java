package io.caretrail.core.record;

/** The records the trail writes of itself. Thread-safe. */
public interface OwnRecords {

    /**
     * {@code Caretrail.Gap}, standing where records are missing.
     *
     * @param missingRecords how many
     * @param reason why, without anything of a request
     */
    AuditRecord gap(long missingRecords, String reason);

    /**
     * {@code Caretrail.Pruned}: retention removed a file.
     *
     * @param file its name, without folder
     * @param bytes its size
     * @param records how many records it held; -1 when that was not counted, and then not written
     */
    AuditRecord pruned(String file, long bytes, long records);
}
