package io.caretrail.core.trail;

import io.caretrail.core.config.Configuration.Setting;
import io.caretrail.core.config.DestinationSettings;
import io.caretrail.core.handoff.Found.LastStop;
import io.caretrail.core.handoff.Ring;
import io.caretrail.core.handoff.StateFolder;
import io.caretrail.core.record.AuditRecord;
import io.caretrail.core.record.RecordEncoder;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One opening of the state folder: from here to {@link #close} this process owns it, and what one before it has left there
 * goes on its way. Its methods are called by one thread at a time, but for {@link #admission} and the numbers.
 */
final class Session {

    /** For a thread to notice that its time is over. */
    private static final long GRACE = TimeUnit.SECONDS.toNanos(1);

    /** How many is known to nobody. */
    private static final String MACHINE_DOWN =
            "the machine went down, or may have: what was accepted in its last seconds may be missing";

    private final Parts parts;
    private final StateFolder state;
    private final Ring ring;
    private final OpenExchanges open;
    private final Crew crew;
    private final Clearing clearing;
    private final Closings closings;
    private final Writer writer;
    private final Worker writerThread;
    private final Admission admission;

    private Session(Parts parts, StateFolder state, Ring ring, OpenExchanges open, Crew crew) {
        this.parts = parts;
        this.state = state;
        this.ring = ring;
        this.open = open;
        this.crew = crew;
        Report report = parts.report();
        Durability durability = new Durability(ring, parts.terms().survivesPowerLoss(), report);
        RecordEncoder raw = parts.renderings().encoders().apply(Rendering.RAW);
        clearing = new Clearing(ring, open, durability, report);
        closings = new Closings(ring, open, parts.renderings().decoder(), raw, report);
        writer = new Writer(ring, open, closings, clearing, this::offerTold, report);
        writerThread = new Worker("caretrail-writer", writer);
        admission =
                new Admission(ring, durability, writer::routes, parts.terms().patience());
    }

    /** Opens the state folder and every destination; when it throws, nothing is left open. */
    static Session open(Parts parts, List<Setting> settings) throws IOException {
        List<Closeable> opened = new ArrayList<>();
        try {
            StateFolder state = stateFolder(parts, settings);
            opened.add(state);
            LaneRegister register = LaneRegister.open(state.path().resolve("lanes"));
            Ring ring = Ring.open(
                    state.ring(),
                    parts.terms().handOff().size(),
                    SpoolEnds.of(register.all(), state, parts.terms(), parts.report()),
                    parts.report()::say);
            opened.add(ring);
            OpenExchanges open = OpenExchanges.open(ring, state.path().resolve("open-exchanges"));
            opened.add(open);
            Crew crew = new Crew(parts, state, ring, register);
            Session session = new Session(parts, state, ring, open, crew);
            parts.hung().forEach(lane -> session.clearing.pin(ring.cursor(lane).position()));
            session.writer.catchUp(Routes.of(crew.resume(settings, opened), List.of()));
            return session;
        } catch (IOException | RuntimeException e) {
            for (int i = opened.size() - 1; i >= 0; i--) {
                closeAfter(opened.get(i), e);
            }
            throw e;
        }
    }

    private static void closeAfter(Closeable opened, Exception cause) {
        try {
            opened.close();
        } catch (IOException | RuntimeException e) {
            cause.addSuppressed(e);
        }
    }

    private static StateFolder stateFolder(Parts parts, List<Setting> settings) throws IOException {
        Terms terms = parts.terms();
        if (terms.state() != null) {
            return StateFolder.open(terms.state(), terms.door(), parts.report()::say);
        }
        try {
            return StateFolder.openDefault(firstFile(settings), terms.identity(), terms.door(), parts.report()::say);
        } catch (IOException e) {
            // Beside a file that cannot be written: then that, which the operator has named, is what to mend.
            parts.opener().check(settings);
            throw e;
        }
    }

    private static @Nullable Path firstFile(List<Setting> settings) {
        for (Setting setting : settings) {
            for (DestinationSettings destination : setting.destinations()) {
                if (destination.kind().equals("file")) {
                    return destination.find("path", Path.class);
                }
            }
        }
        return null;
    }

    void start() {
        writer.routes().lanes().forEach(Lane::start);
        writerThread.start();
    }

    /** Has what a dead process left open closed; before the start. */
    void closeAbandoned() {
        closings.add(open.ids());
        while (closings.offerSome()) {
            // As far as there is room; the rest when the lanes have made some.
            writer.work();
        }
    }

    private boolean offerTold() {
        return parts.told().offerTo(admission, writer.routes().all().stream().anyMatch(Lane::isRemote));
    }

    Closings closings() {
        return closings;
    }

    Admission admission() {
        return admission;
    }

    Writer writer() {
        return writer;
    }

    Ring ring() {
        return ring;
    }

    Path folder() {
        return state.path();
    }

    /** Goes over to other destinations; see {@link Trail#reload}. */
    void reload(List<Setting> settings, long deadline) throws IOException {
        new Changeover(parts, ring, crew, writer, writerThread).carryOut(settings, deadline);
    }

    /**
     * Writes what waits until {@code deadline} (of System.nanoTime), and lets go of every thread and file.
     *
     * @return whether something was accepted meanwhile that the lanes did not wait for
     */
    boolean close(long deadline) {
        List<Lane> lanes = writer.routes().all();
        long end = endWithGaps();
        lanes.forEach(lane -> lane.finish(end, deadline));
        for (Lane lane : lanes) {
            if (!lane.awaitEnd(deadline + GRACE)) {
                parts.hung().add(lane.seat().id());
            }
        }
        writer.finish(deadline);
        boolean ended = writerThread.join(deadline + GRACE);
        long followed = endWithGaps();
        boolean more = followed > end;
        // The last seal: it waits for the next start, unless it can be sent away.
        if (offerTold()) {
            followed = ring.end();
            more |= lanes.stream().anyMatch(Lane::isRemote);
        }
        admission.close();
        more |= endWithGaps() > followed;
        closeFiles(lanes, ended);
        return ended && more;
    }

    /** Position behind all that was accepted, and behind what is missing behind that. */
    private long endWithGaps() {
        // A reader that comes to the end has it said what is missing there, if there is room.
        boolean unused = ring.reader(ring.end()).next();
        return ring.end();
    }

    /** Says what one before has left, and in the trail what it may have lost; before the start. */
    void sayFound() {
        if (ring.found().lastStop() == LastStop.MACHINE_DOWN && !parts.terms().survivesPowerLoss()) {
            parts.told().add(parts.renderings().own().gap(0, 0, MACHINE_DOWN));
            boolean unused = offerTold();
        }
        long waiting = writer.routes().lanes().stream()
                .mapToLong(lane -> lane.seat().tally().waiting())
                .sum();
        if (waiting > 0 || open.size() > 0) {
            parts.report()
                    .say(state.path() + ": a process before this one left " + waiting
                            + " deliveries, which go on now, and " + open.size()
                            + " open exchanges, which are closed as \"" + AuditRecord.PROCESS_ENDED + "\"");
        }
    }

    /** Says what is left. */
    void sayWaiting() {
        for (Lane lane : writer.routes().lanes()) {
            long waiting = lane.seat().tally().waiting();
            if (waiting > 0) {
                parts.report()
                        .say(lane.settings().key() + ": " + waiting + " records wait in " + state.path()
                                + " for the next start");
            }
        }
    }

    /** The same for a session that was never started; on the calling thread. */
    void writeThrough() {
        List<Lane> lanes = writer.routes().all();
        long unused = endWithGaps();
        boolean busy = writer.work();
        while (busy) {
            busy = writer.work();
        }
        lanes.forEach(Lane::writeThrough);
        lanes.forEach(Lane::closeDestination);
        boolean unusedAnswer = offerTold();
        admission.close();
        closeFiles(lanes, true);
    }

    private void closeFiles(List<Lane> lanes, boolean clears) {
        if (clears) {
            while (writer.work()) {
                // What came while the lanes ended.
            }
            clearing.release(lanes, clearing.releasable(lanes, writer.followed()));
        }
        lanes.forEach(lane -> close(lane.backlog()));
        close(open);
        close(ring);
        close(state);
    }

    private void close(Closeable one) {
        try {
            one.close();
        } catch (IOException | RuntimeException e) {
            parts.report().say("The state folder " + state.path() + " could not be closed properly: " + e);
        }
    }
}
