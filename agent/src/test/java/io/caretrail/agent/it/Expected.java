package io.caretrail.agent.it;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the client must see and what the trail must say of a request. Immutable.
 *
 * @param statuses any of these on the wire, 0 for none
 * @param recorded any of these as resultSignature; empty: the one the client saw
 * @param reason what the final record's resultDescription must contain; null: Failed only from status 400, for any reason
 * @param user whom the final record must name, as authenticated; null: anybody or nobody
 * @param asked false for bytes that make no request and leave no record
 */
record Expected(
        Set<Integer> statuses,
        Set<Integer> recorded,
        @Nullable String reason,
        @Nullable String user,
        boolean asked) {

    static Expected anything() {
        return new Expected(Set.of(), Set.of(), null, null, true);
    }

    /** The client sees one of these. */
    static Expected status(Integer... statuses) {
        return new Expected(new TreeSet<>(Arrays.asList(statuses)), Set.of(), null, null, true);
    }

    /** The bytes sent are no request: the client sees nothing and the trail says nothing. */
    static Expected nothing() {
        return new Expected(Set.of(0), Set.of(), null, null, false);
    }

    /** Failed for this reason, whatever the status. */
    Expected failingWith(String why) {
        return new Expected(statuses, recorded, why, user, asked);
    }

    /** The container knew this user, if only for a while. */
    Expected by(String name) {
        return new Expected(statuses, recorded, reason, name, asked);
    }

    /**
     * The record may say one of these: for a client that left before the answer reached it, when the server cannot know
     * what of it was sent.
     */
    Expected recordedAs(Integer... signatures) {
        return new Expected(statuses, new TreeSet<>(Arrays.asList(signatures)), reason, user, asked);
    }
}
