package io.caretrail.core.spool;

import java.util.List;

/**
 * What opening a spool met besides what it expects. Immutable.
 *
 * @param cutBytes how much was cut off behind the last whole entry: an append that a crash broke off, or damage
 * @param remarks what was found and done about it, in words for the log; empty when all was as it should be
 */
public record Recovered(long cutBytes, List<String> remarks) {

    public Recovered {
        remarks = List.copyOf(remarks);
    }
}
