package io.caretrail.core.trail;

import io.caretrail.core.config.Configuration.Setting;
import io.caretrail.core.config.DestinationSettings;
import io.caretrail.core.handoff.Cursor;
import io.caretrail.core.handoff.Ring;
import io.caretrail.core.handoff.StateFolder;
import io.caretrail.core.record.Category;
import io.caretrail.core.spool.Spool;
import io.caretrail.core.trail.Delivery.Target;
import io.caretrail.core.trail.LaneRegister.Known;
import io.caretrail.core.trail.Resumption.Match;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/** Makes the lanes of a session, gives each back what it had in the one before, and lets them go. */
final class Crew {

    private final Parts parts;
    private final StateFolder state;
    private final Ring ring;
    private final LaneRegister register;

    Crew(Parts parts, StateFolder state, Ring ring, LaneRegister register) {
        this.parts = parts;
        this.state = state;
        this.ring = ring;
        this.register = register;
    }

    /**
     * Makes the lanes of the settings. What another process left for a lane that is no more goes to one that takes its
     * place, or stays in its spool, and that is said.
     *
     * @param opened gets every destination that was opened
     */
    List<Lane> resume(List<Setting> settings, List<Closeable> opened) throws IOException {
        Resumption resumption = Resumption.of(register.all(), settings);
        long end = ring.end();
        long unknown = register.all().isEmpty() ? ring.released() : end;
        List<Lane> lanes = new ArrayList<>();
        List<Known> known = new ArrayList<>();
        for (Match match : resumption.matches()) {
            Known before = match.lane();
            Seat seat = before == null ? Seat.fresh() : seat(before.id());
            known.add(Known.of(seat.id(), match.settings(), match.categories()));
            if (!parts.hung().contains(seat.id())) {
                Target target = open(match.settings(), seat);
                opened.add(target.destination());
                lanes.add(
                        before == null
                                ? lane(seat, target, Selection.from(unknown, match.categories()), unknown)
                                : resumed(before, seat, target, match.categories()));
            }
        }
        freeUnknown(known, resumption.orphans());
        register.put(known);
        for (Known orphan : resumption.orphans()) {
            detach(orphan);
        }
        return lanes;
    }

    Target open(DestinationSettings settings, Seat seat) throws IOException {
        return parts.opener().open(settings, seat, state);
    }

    private Seat seat(long id) {
        Seat seat = parts.seats().computeIfAbsent(id, Seat::of);
        seat.tally().recount();
        return seat;
    }

    private Lane resumed(Known before, Seat seat, Target target, Set<Category> categories) throws IOException {
        Selection selection = selection(before, categories);
        Overflow overflow = overflow(seat, target.settings());
        Spool unused = overflow.open();
        Backlog backlog = new Backlog(
                ring, ring.cursor(seat.id()), start(before), selection, overflow, target.remote(), seat.tally());
        return new Lane(seat, target, backlog, ring.end(), parts.terms().survivesPowerLoss(), parts.report());
    }

    /** What it took then of what is in the hand-off now. */
    private Selection selection(Known before, Set<Category> then) {
        return Selection.from(-1, before.categories()).then(ring.end(), then, -1);
    }

    /** Where a lane goes on whose cursor is gone: one that was detached has nothing in the hand-off. */
    private long start(Known before) {
        return before.categories().isEmpty() ? ring.end() : ring.released();
    }

    /** A lane that begins at a position. */
    Lane lane(Plan.Step.Add step, long position) {
        return lane(step.seat(), step.target(), Selection.from(position, step.categories()), position);
    }

    private Lane lane(Seat seat, Target target, Selection selection, long start) {
        parts.seats().put(seat.id(), seat);
        Overflow overflow = overflow(seat, target.settings());
        Backlog backlog =
                new Backlog(ring, ring.cursor(seat.id()), start, selection, overflow, target.remote(), seat.tally());
        return new Lane(seat, target, backlog, -1, parts.terms().survivesPowerLoss(), parts.report());
    }

    private Overflow overflow(Seat seat, DestinationSettings settings) {
        return overflow(seat, settings.key(), parts.terms().spool(settings));
    }

    private Overflow overflow(Seat seat, String key, long quota) {
        Shortfall shortfall = Shortfall.open(shortfall(seat.id()), parts.report());
        return new Overflow(() -> state.spool(seat.id()), quota, shortfall, key, seat.tally(), parts.report());
    }

    private Path shortfall(long id) {
        return state.path().resolve("missing-" + HexFormat.of().toHexDigits(id));
    }

    private void freeUnknown(List<Known> known, List<Known> orphans) {
        Set<Long> ids = new HashSet<>(parts.hung());
        known.forEach(lane -> ids.add(lane.id()));
        orphans.forEach(lane -> ids.add(lane.id()));
        for (Cursor cursor : ring.cursors()) {
            if (!ids.contains(cursor.key())) {
                cursor.free();
            }
        }
    }

    private void detach(Known orphan) throws IOException {
        if (parts.hung().contains(orphan.id())) {
            return;
        }
        Seat seat = seat(orphan.id());
        Overflow overflow = overflow(seat, orphan.key(), parts.terms().spool());
        Spool unused = overflow.open();
        Backlog backlog = new Backlog(
                ring,
                ring.cursor(orphan.id()),
                start(orphan),
                selection(orphan, Set.of()),
                overflow,
                true,
                seat.tally());
        letGo(orphan, backlog, ring.end());
    }

    /** Writes down lanes that there will be. */
    void enter(List<Known> lanes) throws IOException {
        register.put(lanes);
    }

    /** Lets a lane go whose thread has ended; what it was to have of the hand-off before a position goes to its spool. */
    void letGo(Lane lane, long position) throws IOException {
        letGo(Known.of(lane.seat().id(), lane.settings(), Set.of()), lane.backlog(), position);
    }

    private void letGo(Known lane, Backlog backlog, long position) throws IOException {
        long missing = backlog.detach(position);
        long left = backlog.spooled();
        backlog.close();
        Files.deleteIfExists(shortfall(lane.id()));
        if (missing > 0) {
            parts.report()
                    .say(lane.key() + ": is no more, and " + missing
                            + " records that it was to have are lost: its spool had no room for them");
        }
        if (left > 0) {
            register.put(List.of(new Known(lane.id(), lane.kind(), lane.key(), lane.place(), Set.of())));
            parts.report()
                    .say(lane.key() + ": is no more, and " + left + " records that it was to have stay in "
                            + state.spool(lane.id()) + "; configure it again and they are delivered");
        } else {
            register.remove(lane.id());
        }
        parts.seats().remove(lane.id());
        ring.cursor(lane.id()).free();
    }
}
