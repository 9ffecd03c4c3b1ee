package io.caretrail.core.http;

import io.caretrail.core.destination.UndeliveredException;
import io.caretrail.core.http.format.Verdict;
import io.caretrail.core.http.format.Verdict.Fate;
import io.caretrail.core.http.format.WireAnswer;
import io.caretrail.core.http.format.WireRequest;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One batch on its way: request by request until each record is kept, put aside, or the collector wants to be left alone.
 * A batch that is refused as a whole is halved down to the records that are at fault.
 */
final class Shipment {

    private final Route route;
    private final List<ByteBuffer> records;
    private final BitSet open = new BitSet();
    private final Deque<int[]> parts = new ArrayDeque<>();
    private final List<Aside> rejected = new ArrayList<>();
    private final List<Aside> asides = new ArrayList<>();
    private boolean progressed;

    /** A record that was rejected, and its place in the batch. */
    private record Aside(int place, Quarantine.Entry entry) {}

    /** Why it does not go on. */
    private record Halt(
            String reason,
            @Nullable Duration pause,
            @Nullable Throwable cause) {}

    Shipment(Route route, List<ByteBuffer> records) {
        this.route = route;
        this.records = records;
        open.set(0, records.size());
        int first = route.circuit().first(records.size());
        addParts(0, first);
        addParts(first, records.size());
    }

    /** As many records a request as the settings, and what the collector called too long before, allow. */
    private void addParts(int from, int to) {
        int begin = from;
        long bytes = 0;
        for (int place = from; place < to; place++) {
            int length = records.get(place).remaining();
            boolean full = place - begin >= route.settings().batching().records()
                    || bytes + length > Math.min(route.settings().batching().bytes(), route.longest());
            if (place > begin && full) {
                parts.add(IntStream.range(begin, place).toArray());
                begin = place;
                bytes = 0;
            }
            bytes += length;
        }
        if (begin < to) {
            parts.add(IntStream.range(begin, to).toArray());
        }
    }

    /**
     * Sends everything.
     *
     * @throws UndeliveredException names what is to be tried again
     */
    void send() throws UndeliveredException {
        Halt halt = null;
        while (halt == null && !parts.isEmpty()) {
            halt = send(parts.removeFirst());
        }
        asides.addAll(rejected);
        Halt full = putAside();
        halt = halt == null ? full : halt;
        if (progressed || halt == null) {
            route.circuit().succeeded();
        }
        if (halt != null) {
            Duration openFor = route.circuit().failed();
            throw new UndeliveredException(
                    halt.reason() + " (" + open.cardinality() + " of " + records.size() + " records wait)",
                    open,
                    halt.pause() != null ? halt.pause() : openFor,
                    halt.cause());
        }
    }

    private @Nullable Halt send(int[] part) {
        List<ByteBuffer> batch = IntStream.of(part).mapToObj(records::get).toList();
        WireRequest request = route.settings().wire().write(batch);
        if (request.body().length > route.settings().wire().longestBody() && part.length > 1) {
            halve(part);
            return null;
        }
        try {
            WireAnswer answer = route.caller().call(request);
            Verdict verdict = route.settings().wire().read(answer, batch);
            while (verdict instanceof Verdict.Ask ask) {
                Thread.sleep(ask.pause().toMillis());
                answer = route.caller().call(ask.next());
                verdict = ask.read().apply(answer);
            }
            return settle(part, verdict, answer, request.body().length);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Halt(route.settings().collector() + ": interrupted", null, e);
        } catch (InterruptedIOException e) {
            return new Halt(route.settings().collector() + ": interrupted", null, e);
        } catch (IOException e) {
            return new Halt(String.valueOf(e.getMessage()), null, e);
        }
    }

    private @Nullable Halt settle(int[] part, Verdict verdict, WireAnswer answer, int bodyLength) {
        if (verdict instanceof Verdict.Kept) {
            IntStream.of(part).forEach(this::kept);
            return null;
        }
        if (verdict instanceof Verdict.Refused refused) {
            if (part.length > 1) {
                if (refused.tooLong()) {
                    route.tooLong(bodyLength);
                }
                halve(part);
                return null;
            }
            return reject(part[0], refused.reason(), answer.text());
        }
        if (verdict instanceof Verdict.Each each) {
            return settleEach(part, each, answer);
        }
        if (verdict instanceof Verdict.Some some) {
            return settleSome(part, some, answer);
        }
        if (verdict instanceof Verdict.Later later) {
            return later(later.reason(), later.pause(), answer);
        }
        return later(((Verdict.Denied) verdict).reason(), null, answer);
    }

    private @Nullable Halt settleEach(int[] part, Verdict.Each each, WireAnswer answer) {
        if (each.fates().size() != part.length) {
            return later("answered for " + each.fates().size() + " of " + part.length + " records", null, answer);
        }
        List<Integer> again = new ArrayList<>();
        Halt halt = null;
        boolean takesSome = each.fates().stream().anyMatch(fate -> fate.state() == Verdict.State.KEPT);
        for (int i = 0; i < part.length; i++) {
            Fate fate = each.fates().get(i);
            switch (fate.state()) {
                case KEPT -> kept(part[i]);
                case AGAIN -> again.add(part[i]);
                case LATER -> halt = later(fate.reason(), each.pause(), answer);
                case REJECTED -> {
                    if (takesSome) {
                        asides.add(new Aside(part[i], entry(part[i], fate.reason(), fate.quoted())));
                    } else {
                        Halt suspected = reject(part[i], fate.reason(), fate.quoted());
                        halt = suspected != null ? suspected : halt;
                    }
                }
            }
        }
        if (again.size() == part.length) {
            return later("asks for the same records again", each.pause(), answer);
        }
        if (!again.isEmpty()) {
            parts.addFirst(again.stream().mapToInt(Integer::intValue).toArray());
        }
        return halt;
    }

    /** What was rejected is among these: all of them are put aside to be looked at, and only those rejected count. */
    private @Nullable Halt settleSome(int[] part, Verdict.Some some, WireAnswer answer) {
        List<Quarantine.Entry> entries = IntStream.of(part)
                .mapToObj(place -> entry(place, some.reason(), answer.text()))
                .toList();
        if (some.rejected() >= part.length) {
            Halt halt = null;
            for (int place : part) {
                halt = reject(place, some.reason(), answer.text());
            }
            return halt;
        }
        try {
            route.quarantine().add(entries, some.rejected());
        } catch (IOException e) {
            // They were sent, and most are kept: what is here now would come twice.
            route.warnings()
                    .accept(some.rejected() + " records were rejected, which could not be put aside: "
                            + e.getMessage());
        }
        IntStream.of(part).forEach(this::kept);
        return null;
    }

    private Halt later(String reason, @Nullable Duration pause, WireAnswer answer) {
        Duration asked =
                RetryAfter.read(answer.headers().firstValue("Retry-After").orElse(null), route.clock());
        return new Halt(route.settings().collector() + ": " + reason, asked != null ? asked : pause, null);
    }

    private void halve(int[] part) {
        int middle = part.length / 2;
        parts.addFirst(Arrays.copyOfRange(part, middle, part.length));
        parts.addFirst(Arrays.copyOfRange(part, 0, middle));
    }

    private void kept(int place) {
        open.clear(place);
        progressed = true;
        route.suspicion().accepted();
        asides.addAll(rejected);
        rejected.clear();
    }

    private @Nullable Halt reject(int place, String reason, String quoted) {
        rejected.add(new Aside(place, entry(place, reason, quoted)));
        if (!route.suspicion().refused()) {
            return null;
        }
        rejected.clear();
        return new Halt(
                route.settings().collector() + ": " + reason + "; it has refused " + Suspicion.REFUSALS
                        + " records in a row and taken none, so this is no matter of one record: correct `url`, `format`"
                        + " and what the collector expects",
                null,
                null);
    }

    private Quarantine.Entry entry(int place, String reason, String quoted) {
        return new Quarantine.Entry(records.get(place), reason, route.caller().quotable(quoted));
    }

    private @Nullable Halt putAside() {
        if (asides.isEmpty()) {
            return null;
        }
        try {
            route.quarantine().add(asides.stream().map(Aside::entry).toList(), asides.size());
        } catch (IOException e) {
            return new Halt(route.settings().collector() + ": " + e.getMessage(), null, e);
        }
        asides.forEach(aside -> open.clear(aside.place()));
        progressed = true;
        return null;
    }
}
