package io.caretrail.agent.start;

import io.caretrail.agent.hook.HookPoint;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What of the hooks' failures the trail has not been told yet. A hook that fails at every request would otherwise fill the
 * trail with nothing else, so it is told at once and then after pauses. Thread-safe.
 */
final class FailedHooks {

    /** Between two records; what a crash can cost of the count. */
    static final Duration PAUSE = Duration.ofSeconds(10);

    /** A call that fails where an exchange begins can leave neither Started nor final record. */
    private static final int RECORDS_OF_AN_EXCHANGE = 2;

    /**
     * What is to be told.
     *
     * @param calls that have failed
     * @param records that can be missing for it, at most: where only other hooks failed, each exchange ends at a later one
     * @param reason names each hook, with how often it failed
     */
    record Untold(long calls, long records, String reason) {}

    private final LongSupplier nanoTime;
    private final Map<HookPoint, Long> told = new HashMap<>();
    private long next;

    /** @param nanoTime as {@link System#nanoTime} */
    FailedHooks(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        next = nanoTime.getAsLong();
    }

    /** What is to be told now; null when there is nothing, or it is too early. */
    synchronized @Nullable Untold due(Map<HookPoint, Long> failures) {
        return nanoTime.getAsLong() - next < 0 ? null : rest(failures);
    }

    /** What is to be told, early or not; null when there is nothing. */
    synchronized @Nullable Untold rest(Map<HookPoint, Long> failures) {
        long calls = 0;
        long records = 0;
        StringJoiner hooks = new StringJoiner(", ", "hook failed: ", "");
        for (Map.Entry<HookPoint, Long> entry : failures.entrySet()) {
            HookPoint point = entry.getKey();
            long added = entry.getValue() - told.getOrDefault(point, 0L);
            if (added > 0) {
                calls += added;
                records += point.beginning() ? RECORDS_OF_AN_EXCHANGE * added : 0;
                hooks.add(point.name() + " " + added + (added == 1 ? " time" : " times"));
            }
        }
        if (calls == 0) {
            return null;
        }
        told.putAll(failures);
        next = nanoTime.getAsLong() + PAUSE.toNanos();
        return new Untold(calls, records, hooks.toString());
    }
}
