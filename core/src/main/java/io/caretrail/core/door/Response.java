package io.caretrail.core.door;

import org.jspecify.annotations.Nullable;

/**
 * What a door can say of the response at the moment the exchange ends. Read on the thread that ends it, before
 * the exchange has been completed. A method may throw; the attribute is then recorded as unknown and the others are
 * not touched by it.
 */
public interface Response {

    /** The status the client was sent; 0 when none was. A status that was noted as committed outranks it. */
    int status();

    /** The Location header; null when there is none. */
    @Nullable
    String location();

    /** Bytes of the request body that were read; -1 when unknown. */
    long requestBytes();

    /** Bytes of the response body that were written; -1 when unknown. */
    long responseBytes();
}
