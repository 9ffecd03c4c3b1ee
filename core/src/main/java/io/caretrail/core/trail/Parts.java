package io.caretrail.core.trail;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the sessions of one trail are made of, and what outlives each of them. Thread-safe.
 *
 * @param told by destinations of themselves
 * @param seats by id, so that the counts of a lane go on
 * @param hung lanes whose thread still hangs in a destination: nobody else may write there
 */
record Parts(
        Terms terms,
        Opener opener,
        Told told,
        Rendering.Source renderings,
        Report report,
        Map<Long, Seat> seats,
        Set<Long> hung) {

    Parts(Terms terms, Opener opener, Told told, Rendering.Source renderings, Report report) {
        this(terms, opener, told, renderings, report, new ConcurrentHashMap<>(), ConcurrentHashMap.newKeySet());
    }
}
