package io.caretrail.core.trail;

import io.caretrail.core.config.Configuration.Setting;
import io.caretrail.core.config.DestinationSettings;
import io.caretrail.core.record.Category;
import io.caretrail.core.trail.LaneRegister.Known;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Which lane of the process before is which destination of this one.
 *
 * @param matches one for each destination there shall be, in configured order
 * @param orphans lanes that are no more
 */
record Resumption(List<Match> matches, List<Known> orphans) {

    /** A destination and the lane it takes over; null when it is new. */
    record Match(
            DestinationSettings settings,
            Set<Category> categories,
            @Nullable Known lane) {}

    static Resumption of(List<Known> lanes, List<Setting> settings) {
        List<Match> matches = new ArrayList<>();
        for (Setting setting : settings) {
            for (DestinationSettings destination : setting.destinations()) {
                matches.add(new Match(destination, setting.categories(), null));
            }
        }
        List<Known> free = new ArrayList<>(lanes);
        // The same place first, whatever its name now; then a changed one under the same name takes over what waits.
        match(matches, free, (was, is) -> isSameKind(was, is) && was.place().equals(LaneRegister.place(is.settings)));
        match(matches, free, (was, is) -> isSameKind(was, is) && was.key().equals(is.settings.key()));
        // What another destination was to have is better off in this one than nowhere.
        match(matches, free, (was, is) -> !Collections.disjoint(was.categories(), is.categories));
        return new Resumption(List.copyOf(matches), List.copyOf(free));
    }

    private static boolean isSameKind(Known was, Match is) {
        return was.kind().equals(is.settings.kind());
    }

    private static void match(List<Match> matches, List<Known> free, BiPredicate<Known, Match> same) {
        for (int i = 0; i < matches.size(); i++) {
            Match match = matches.get(i);
            if (match.lane != null) {
                continue;
            }
            for (Known lane : free) {
                if (same.test(lane, match)) {
                    matches.set(i, new Match(match.settings, match.categories, lane));
                    free.remove(lane);
                    break;
                }
            }
        }
    }
}
