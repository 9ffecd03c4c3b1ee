package io.caretrail.core.trail;

import io.caretrail.core.config.Configuration.Setting;
import io.caretrail.core.handoff.Ring;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** Takes a running session over to other destinations, without losing or doubling a record. */
final class Changeover {

    /** For a thread to notice that its time is over. */
    private static final long GRACE = TimeUnit.SECONDS.toNanos(1);

    private final Parts parts;
    private final Ring ring;
    private final Crew crew;
    private final Writer writer;
    private final Worker writerThread;

    Changeover(Parts parts, Ring ring, Crew crew, Writer writer, Worker writerThread) {
        this.parts = parts;
        this.ring = ring;
        this.crew = crew;
        this.writer = writer;
        this.writerThread = writerThread;
    }

    /** Returns when it is done; see {@link Trail#reload}. */
    void carryOut(List<Setting> settings, long deadline) throws IOException {
        Plan plan = Plan.make(writer.routes().lanes(), settings, crew::open);
        try {
            crew.enter(plan.known());
        } catch (IOException e) {
            plan.closeOpened(e);
            throw e;
        }
        List<Lane> fresh = new ArrayList<>();
        List<Lane> next = new ArrayList<>();
        long[] from = new long[1];
        try {
            between(() -> from[0] = change(plan, fresh, next));
        } catch (CompletionException e) {
            IOException refused = new IOException("the destinations cannot be changed: " + e.getCause(), e);
            plan.closeOpened(refused);
            throw refused;
        }
        fresh.forEach(Lane::start);
        for (Plan.Step step : plan.steps()) {
            step.carryOut(deadline, parts.report());
        }
        writer.use(Routes.of(next, plan.retired()));
        retire(plan.retired(), next, from[0], deadline);
    }

    /** The other lanes take over at one place of the hand-off, which no lane has read beyond; returns it. */
    private long change(Plan plan, List<Lane> fresh, List<Lane> next) {
        List<Lane> current = writer.routes().all();
        current.forEach(lane -> lane.backlog().hold());
        try {
            long position = ring.end();
            // What can fail comes first.
            for (Plan.Step step : plan.steps()) {
                Lane lane = step.lane();
                if (lane == null) {
                    lane = crew.lane((Plan.Step.Add) step, position);
                    fresh.add(lane);
                }
                next.add(lane);
            }
            plan.steps().forEach(step -> step.apply(position, parts.terms()));
            plan.retired().forEach(lane -> lane.backlog().select(position, Set.of()));
            writer.use(Routes.of(next, plan.retired()));
            return position;
        } finally {
            current.forEach(lane -> lane.backlog().goOn());
        }
    }

    private void between(Runnable change) {
        CompletableFuture<Void> done = writer.between(change);
        writerThread.wake();
        done.join();
    }

    private void retire(List<Lane> retired, List<Lane> next, long position, long deadline) {
        if (retired.isEmpty()) {
            return;
        }
        retired.forEach(lane -> lane.finish(position, deadline));
        List<Lane> ended =
                retired.stream().filter(lane -> lane.awaitEnd(deadline + GRACE)).toList();
        retired.stream()
                .filter(lane -> !ended.contains(lane))
                .forEach(lane -> parts.hung().add(lane.seat().id()));
        between(() -> {
            writer.use(Routes.of(next, List.of()));
            for (Lane lane : retired) {
                try {
                    crew.letGo(lane, position);
                } catch (IOException e) {
                    parts.report().say(lane.settings().key() + ": " + e.getMessage());
                }
            }
        });
    }
}
