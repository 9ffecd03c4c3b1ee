package io.caretrail.agent.logging;

import io.caretrail.agent.hook.ContainerHooks;
import io.caretrail.core.diagnostic.Diagnostics;
import io.caretrail.core.exchange.CurrentExchange;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Behind {@code AsyncContext.start}: what the task logs belongs to the request that it was started for. Thread-safe. */
public final class TaskHooks implements ContainerHooks {

    /** Hooks for one server; which diagnostics there are is the exchange's. */
    public TaskHooks(Diagnostics unused) {}

    @Override
    public BiFunction<@Nullable Object, @Nullable Object, @Nullable Object> behind(String name) {
        return (context, task) -> task instanceof Runnable started ? CurrentExchange.continued(started) : null;
    }
}
