package io.caretrail.core.seal;

import java.util.Base64;

/**
 * The lines of a file that a checkpoint covers.
 *
 * @param first number of the first line in its file, from 1; of the next one when there is none
 * @param count how many
 * @param from where they begin, in bytes from the beginning of the file
 * @param to where they end
 * @param before value of the chain before them, 64 hex digits
 * @param after value of the chain behind them
 * @param marks the first 8 bytes of the hash of each line, in base64
 * @param marksHash SHA-256 of {@code marks}, 64 hex digits
 */
public record Lines(
        long first, long count, long from, long to, String before, String after, String marks, String marksHash) {

    Lines(long first, long count, long from, long to, String before, String after, String marks) {
        this(first, count, from, to, before, after, marks, Hash.of(marks));
    }

    /** @throws IllegalArgumentException when they are no base64 */
    byte[] markBytes() {
        return Base64.getDecoder().decode(marks);
    }

    Lines none() {
        return new Lines(first, 0, from, from, before, before, "");
    }
}
