package io.caretrail.core.trail;

import io.caretrail.core.handoff.StateFolder;
import io.caretrail.core.spool.Spool;
import io.caretrail.core.trail.LaneRegister.Known;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How far the spools of a state folder are: a hand-off that is behind them must not count anew what they have counted. */
final class SpoolEnds {

    private SpoolEnds() {}

    /** By lane the position of the newest entry that was ever spooled, where there is one. */
    static Map<Long, Long> of(List<Known> lanes, StateFolder state, Terms terms, Report report) throws IOException {
        Map<Long, Long> ends = new HashMap<>();
        for (Known lane : lanes) {
            try (Spool spool = Spool.open(state.spool(lane.id()), terms.spool())) {
                // Now: the next opening does not meet again what this one has put in order.
                spool.recovered().remarks().forEach(report::say);
                if (spool.lastPosition() >= 0) {
                    ends.put(lane.id(), spool.lastPosition());
                }
            }
        }
        return ends;
    }
}
