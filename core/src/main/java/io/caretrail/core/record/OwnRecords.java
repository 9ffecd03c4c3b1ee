package io.caretrail.core.record;

/** The records the trail writes of itself. Thread-safe. */
public interface OwnRecords {

    /**
     * {@code Caretrail.Gap}, standing where records are missing.
     *
     * @param missingRecords how many
     * @param refusedRequests how many requests were refused by {@code required} and left no records; 0 is not written
     * @param reason why, without anything of a request
     */
    default AuditRecord gap(long missingRecords, long refusedRequests, String reason) {
        return gap(Category.AuditLogs, missingRecords, refusedRequests, reason);
    }

    /**
     * The same where the category of the missing records is known. It is written as {@code missingCategory} where it is not
     * AuditLogs: a Gap is an audit record itself, whatever is missing.
     */
    AuditRecord gap(Category category, long missingRecords, long refusedRequests, String reason);

    /**
     * {@code Caretrail.Pruned}: retention removed a file.
     *
     * @param file its name, without folder
     * @param bytes its size
     * @param records how many records it held; -1 when that was not counted, and then not written
     */
    AuditRecord pruned(String file, long bytes, long records);

    /**
     * A checkpoint of the seal of a trail of files; docs/seals.md says what it proves.
     *
     * @param trail the id of the chain of checkpoints
     * @param file the name the file had then, without folder
     * @param sequence the number of the checkpoint
     * @param records how many records of that file are sealed up to there
     * @param chain the value of the hash chain behind them, 64 hex digits
     * @param keyId SHA-256 of the public key, 64 hex digits
     * @param signedText the text that is signed
     * @param signature Ed25519, base64
     */
    record Sealed(
            String trail,
            String file,
            long sequence,
            long records,
            String chain,
            String keyId,
            String signedText,
            String signature) {}

    /** {@code Caretrail.Checkpoint}: the seal of the trail so far, for keeping elsewhere. */
    AuditRecord checkpoint(Sealed sealed);
}
