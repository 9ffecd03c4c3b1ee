package io.caretrail.core.trail;

import io.caretrail.core.config.Configuration.Setting;
import io.caretrail.core.config.DestinationSettings;
import io.caretrail.core.record.Category;
import io.caretrail.core.trail.Delivery.Target;
import io.caretrail.core.trail.LaneRegister.Known;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * How the lanes there are become the lanes there shall be. Made before anything is changed: everything new is open by
 * then, or nothing is.
 *
 * @param steps one for each destination there shall be, in configured order
 * @param retired lanes that nothing goes to any more
 */
record Plan(List<Step> steps, List<Lane> retired) {

    /** What becomes of one destination. */
    sealed interface Step {

        DestinationSettings settings();

        Set<Category> categories();

        /** Null when there is none yet. */
        @Nullable
        Lane lane();

        /** Behind a position its lane takes other categories; it may have another spool too. */
        default void apply(long position, Terms terms) {
            Lane lane = lane();
            if (lane != null) {
                lane.backlog().select(position, categories());
                lane.backlog().spoolQuota(terms.spool(settings()));
            }
        }

        /** Whatever can wait until the categories have changed. */
        default void carryOut(long deadline, Report report) {}

        /** It stays as it is. */
        record Keep(Set<Category> categories, Lane lane, DestinationSettings settings) implements Step {
            @Override
            public void carryOut(long deadline, Report report) {
                lane.rename(settings);
            }
        }

        /** It is another one now, and what waits goes there. */
        record Replace(Set<Category> categories, Lane lane, Target target) implements Step {
            @Override
            public DestinationSettings settings() {
                return target.settings();
            }

            @Override
            public void carryOut(long deadline, Report report) {
                if (!lane.replace(target, deadline)) {
                    report.say(target.settings().key()
                            + ": the destination before it hangs; what waits goes to the new one when that returns");
                }
            }
        }

        /** It was not there before. */
        record Add(Set<Category> categories, Target target, Seat seat) implements Step {
            @Override
            public DestinationSettings settings() {
                return target.settings();
            }

            @Override
            public @Nullable Lane lane() {
                return null;
            }
        }
    }

    /** One destination there shall be and the lane it takes over. */
    private record Match(
            DestinationSettings settings,
            Set<Category> categories,
            @Nullable Lane lane) {}

    /** Opens a destination on the seat of a lane. */
    interface Opening {
        Target open(DestinationSettings settings, Seat seat) throws IOException;
    }

    static Plan make(List<Lane> lanes, List<Setting> settings, Opening opening) throws IOException {
        List<Match> matches = new ArrayList<>();
        for (Setting setting : settings) {
            for (DestinationSettings destination : setting.destinations()) {
                matches.add(new Match(destination, setting.categories(), null));
            }
        }
        List<Lane> free = new ArrayList<>(lanes);
        // The same place first, whatever its name now; then a changed one under the same name takes over what waits.
        match(matches, free, Plan::isSamePlace);
        match(matches, free, Plan::isSameName);
        List<Step> steps = new ArrayList<>();
        try {
            for (Match match : matches) {
                steps.add(step(match, opening));
            }
        } catch (IOException | RuntimeException e) {
            closeOpened(steps, e);
            throw e;
        }
        return new Plan(steps, free);
    }

    /** What is to be written down of them before any of it is done. */
    List<Known> known() {
        List<Known> known = new ArrayList<>();
        for (Step step : steps) {
            Lane lane = step.lane();
            Seat seat = lane == null ? ((Step.Add) step).seat() : lane.seat();
            known.add(Known.of(seat.id(), step.settings(), step.categories()));
        }
        return known;
    }

    void closeOpened(Exception cause) {
        closeOpened(steps, cause);
    }

    private static boolean isSamePlace(DestinationSettings was, DestinationSettings is) {
        return was.kind().equals(is.kind())
                && was.schema().equals(is.schema())
                && was.values().equals(is.values());
    }

    private static boolean isSameName(DestinationSettings was, DestinationSettings is) {
        return was.kind().equals(is.kind()) && was.key().equals(is.key());
    }

    private static void match(
            List<Match> matches, List<Lane> free, BiPredicate<DestinationSettings, DestinationSettings> same) {
        for (int i = 0; i < matches.size(); i++) {
            Match match = matches.get(i);
            if (match.lane == null) {
                for (Lane lane : free) {
                    if (same.test(lane.settings(), match.settings)) {
                        matches.set(i, new Match(match.settings, match.categories, lane));
                        free.remove(lane);
                        break;
                    }
                }
            }
        }
    }

    private static Step step(Match match, Opening opening) throws IOException {
        DestinationSettings settings = match.settings;
        Lane lane = match.lane;
        if (lane == null) {
            Seat seat = Seat.fresh();
            return new Step.Add(match.categories, opening.open(settings, seat), seat);
        }
        if (isSamePlace(lane.settings(), settings)) {
            return new Step.Keep(match.categories, lane, settings);
        }
        return new Step.Replace(match.categories, lane, opening.open(settings, lane.seat()));
    }

    private static void closeOpened(List<Step> steps, Exception cause) {
        for (Step step : steps) {
            try {
                if (step instanceof Step.Add add) {
                    add.target.destination().close();
                } else if (step instanceof Step.Replace replace) {
                    replace.target.destination().close();
                }
            } catch (IOException | RuntimeException e) {
                cause.addSuppressed(e);
            }
        }
    }
}
