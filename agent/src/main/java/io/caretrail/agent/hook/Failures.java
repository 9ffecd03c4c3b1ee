package io.caretrail.agent.hook;

import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;

/** Counts what went wrong behind the hooks. Thread-safe; its methods never throw. */
final class Failures {

    private final AtomicLong total = new AtomicLong();
    private final Map<HookPoint, AtomicLong> byPoint = new ConcurrentHashMap<>();
    private final Set<HookPoint> reported = ConcurrentHashMap.newKeySet();
    private final BiConsumer<HookPoint, Throwable> report;

    /**
     * Failures, none yet.
     *
     * @param report told of the first failure of each hook point
     */
    Failures(BiConsumer<HookPoint, Throwable> report) {
        this.report = report;
    }

    @SuppressWarnings("EmptyCatch") // out of memory or stack while reporting just that: the counter stands
    void count(HookPoint point, Throwable failure) {
        try {
            total.incrementAndGet();
            byPoint.computeIfAbsent(point, first -> new AtomicLong()).incrementAndGet();
            if (reported.add(point)) {
                report.accept(point, failure);
            }
        } catch (Throwable hopeless) {
        }
    }

    long total() {
        return total.get();
    }

    /** The same for each hook point at which something failed, sorted by its name. */
    Map<HookPoint, Long> byPoint() {
        Map<HookPoint, Long> counts = new TreeMap<>(Comparator.comparing(HookPoint::name));
        byPoint.forEach((point, count) -> counts.put(point, count.get()));
        return counts;
    }
}
