package io.caretrail.core.exchange;

import io.caretrail.core.door.Request;

/** Begins exchanges; what a door is given. Thread-safe. */
@FunctionalInterface
public interface Exchanges {

    /**
     * Records Started, unless the configuration excludes the request.
     *
     * @param request read before this returns and not kept
     * @return never null; never throws an exception
     */
    Exchange begin(Request request);
}
