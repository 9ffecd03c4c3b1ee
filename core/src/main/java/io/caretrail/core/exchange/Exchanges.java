package io.caretrail.core.exchange;

import io.caretrail.core.door.Request;

/** Begins exchanges; what a door is given. Thread-safe. */
@FunctionalInterface
public interface Exchanges {

    /**
     * Records Started, unless the configuration excludes the request. Where a required destination cannot take it, this
     * waits for {@code required.wait} at most.
     *
     * @param request read before this returns and not kept
     * @return never null; {@link Exchange#isRefused} when the request must not be served; never throws an exception
     */
    Exchange begin(Request request);
}
