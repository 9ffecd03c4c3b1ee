package io.caretrail.core.http.format;

import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A format with its settings, for one destination. Used by one thread at a time. */
public interface Wire {

    /**
     * The request that carries a batch.
     *
     * @param records one encoded record each, without line end; their positions stay
     */
    WireRequest write(List<ByteBuffer> records);

    /**
     * What an answer means for the records of the request it answers. Asked for every answer but redirections, errors
     * included; {@link Answers#byStatus} is what all formats do with those that have nothing of the format in them. The
     * answer is a stranger's: it can hold anything, and what it says must not get into {@link Verdict}'s reasons.
     *
     * @param records as {@link #write} had them
     */
    Verdict read(WireAnswer answer, List<ByteBuffer> records);

    /**
     * A request that leaves no record behind and whose answer tells whether the collector is there, for the command
     * {@code check}; null when the format knows none: it is then asked for its OPTIONS.
     */
    default @Nullable WireRequest probe() {
        return null;
    }

    /**
     * What the answer to {@link #probe} means for an operator.
     *
     * @return null when all is well; else what is wrong and what to do
     */
    default @Nullable String readProbe(WireAnswer answer) {
        return answer.isSuccess()
                ? null
                : Answers.remedy(answer, "to the question whether it is well; look at its log");
    }

    /** The longest body, in bytes before compression, that the collector takes. */
    default long longestBody() {
        return Long.MAX_VALUE;
    }
}
