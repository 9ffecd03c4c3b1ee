package io.caretrail.core.trail;

import io.caretrail.core.handoff.Ring;
import io.caretrail.core.record.AuditRecord;
import io.caretrail.core.record.RawDecoder;
import io.caretrail.core.record.RecordEncoder;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicLong;

/** Gives exchanges that a dead process left open their final record. For one thread. */
final class Closings {

    private static final int ROUND = 64;

    private final Ring ring;
    private final OpenExchanges open;
    private final RawDecoder decoder;
    private final RecordEncoder raw;
    private final Report report;
    private final Deque<String> waiting = new ArrayDeque<>();
    private final AtomicLong closed = new AtomicLong();
    private volatile boolean done = true;

    Closings(Ring ring, OpenExchanges open, RawDecoder decoder, RecordEncoder raw, Report report) {
        this.ring = ring;
        this.open = open;
        this.decoder = decoder;
        this.raw = raw;
        this.report = report;
    }

    void add(Collection<String> ids) {
        waiting.addAll(ids);
        done = waiting.isEmpty();
    }

    /** Closes some; false when there was none, or the hand-off has no room just now. */
    boolean offerSome() {
        for (int i = 0; i < ROUND && !waiting.isEmpty(); i++) {
            if (!offer(waiting.getFirst())) {
                return i > 0;
            }
            waiting.removeFirst();
            done = waiting.isEmpty();
        }
        return !waiting.isEmpty();
    }

    private boolean offer(String id) {
        try {
            byte[] started = open.started(id);
            if (started == null) {
                report.say("exchange " + id + " was left open by a process that died, and its Started record cannot be"
                        + " read any more: it has no final record");
                return true;
            }
            AuditRecord last = decoder.decode(started).processEnded();
            byte[] line = raw.encode(last);
            long position = ring.offer(EntryType.of(last), line, 0, line.length, 0);
            if (position < 0) {
                return false;
            }
            closed.incrementAndGet();
            return true;
        } catch (IOException e) {
            report.say("exchange " + id + " was left open by a process that died, and its final record could not be"
                    + " made: " + Reason.of(e));
            return true;
        }
    }

    /** Whether none waits. Safe on any thread. */
    boolean isDone() {
        return done;
    }

    /** How many were closed. Safe on any thread. */
    long closed() {
        return closed.get();
    }
}
