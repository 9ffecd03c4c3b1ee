package io.caretrail.agent.hook;

import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The edge between the application and us, one for each hook point: finds the hooks for the class loader the call came
 * from, and is the one place where Throwable is caught, so that an error of ours never reaches the application.
 * Thread-safe.
 */
final class Edge implements BiFunction<@Nullable Object, @Nullable Object, @Nullable Object> {

    private final HookPoint point;
    private final Failures failures;
    private final ClassValue<BiFunction<@Nullable Object, @Nullable Object, @Nullable Object>> behind;

    /**
     * An edge.
     *
     * @param finder finds the hooks for the class of the first argument; its result lives as long as that class
     */
    Edge(HookPoint point, HooksFinder finder, Failures failures) {
        this.point = point;
        this.failures = failures;
        this.behind = new ClassValue<>() {
            @Override
            protected BiFunction<@Nullable Object, @Nullable Object, @Nullable Object> computeValue(Class<?> type) {
                return finder.hooksFor(type).behind(point.name());
            }
        };
    }

    @Override
    @SuppressWarnings("CatchAndPrintStackTrace") // the edge: counted, and reported by Failures
    public @Nullable Object apply(@Nullable Object first, @Nullable Object second) {
        if (first == null) {
            return null;
        }
        try {
            return behind.get(first.getClass()).apply(first, second);
        } catch (Throwable failure) {
            failures.count(point, failure);
            return null;
        }
    }

    /** Finds the hooks that serve a class. */
    interface HooksFinder {
        ContainerHooks hooksFor(Class<?> type);
    }
}
