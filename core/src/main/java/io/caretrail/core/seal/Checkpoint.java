package io.caretrail.core.seal;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One signed statement about a trail: one line of a seal; the format is in docs/seals.md. Immutable.
 *
 * @param trail the id of the chain, 32 hex digits, made at its beginning
 * @param sequence from 1, without gaps but those that a LOST states
 * @param time when it was made, in microseconds
 * @param file the name that the file had then, without folder
 * @param lines what it covers
 * @param remark what else it says
 * @param prunedTo retention has removed every checkpoint up to this sequence, with the lines it covers; 0 for none
 * @param previous SHA-256 of the line of the checkpoint before, 64 hex digits
 * @param key the id of the key: SHA-256 of the public key (SubjectPublicKeyInfo, DER), 64 hex digits
 * @param publicKey that public key in base64; null but in the first of a file or a process
 * @param keyMade whether Caretrail made the key itself, because none was configured; said where {@code publicKey} is
 * @param signature Ed25519 (RFC 8032) over {@link #signedText()} in UTF-8; base64
 */
public record Checkpoint(
        String trail,
        long sequence,
        Instant time,
        Why why,
        String file,
        Lines lines,
        Remark remark,
        long prunedTo,
        String previous,
        String key,
        @Nullable String publicKey,
        boolean keyMade,
        String signature) {

    /**
     * What some checkpoints say besides.
     *
     * @param name the name the file, or of a moved one the seal, has from now on; of PRUNED the file removed; of LOST the
     *     id of the trail that is gone, when it is another
     * @param bytes of CRASH: how many of half a record were cut off; of SHORTENED and LOST: how many are gone
     * @param first of PRUNED and LOST: the first checkpoint that went; 0 otherwise
     * @param last of PRUNED and LOST: the last checkpoint that went; 0 otherwise
     */
    record Remark(@Nullable String name, long bytes, long first, long last) {

        static final Remark NONE = new Remark(null, 0, 0, 0);

        static Remark name(String name) {
            return new Remark(name, 0, 0, 0);
        }

        static Remark bytes(long bytes) {
            return new Remark(null, bytes, 0, 0);
        }
    }

    /** The text that is signed: a line of the seal up to {@code ,"signature":}. */
    public String signedText() {
        return CheckpointText.signed(this);
    }

    /** The first sequence that it accounts for: its own, or that of the first of which it says that they are gone. */
    long beginning() {
        return why == Why.LOST && remark.name() == null ? Math.min(sequence, remark.first()) : sequence;
    }

    /** SHA-256 of its line, 64 hex digits; with the signature, so that the last one of a file vouches for all before it. */
    String hash() {
        return Hash.of(line());
    }

    Checkpoint signedBy(Signer signer) {
        byte[] text = signedText().getBytes(StandardCharsets.UTF_8);
        return new Checkpoint(
                trail,
                sequence,
                time,
                why,
                file,
                lines,
                remark,
                prunedTo,
                previous,
                key,
                publicKey,
                keyMade,
                signer.sign(text));
    }

    /** As it stands in the seal, without line end. */
    String line() {
        return CheckpointText.line(this);
    }
}
