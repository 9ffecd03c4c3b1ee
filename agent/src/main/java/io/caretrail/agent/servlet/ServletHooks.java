package io.caretrail.agent.servlet;

import io.caretrail.agent.hook.ContainerHooks;
import io.caretrail.core.exchange.Exchanges;
import io.caretrail.filter.servlet.ServletExchange;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Behind the servlet-level hook points: on enter the request and the response, on exit what enter gave. Thread-safe. */
public final class ServletHooks implements ContainerHooks {

    private final Exchanges exchanges;

    /** Hooks for one copy of the servlet API. */
    public ServletHooks(Exchanges exchanges) {
        this.exchanges = exchanges;
    }

    @Override
    public BiFunction<@Nullable Object, @Nullable Object, @Nullable Object> behind(String name) {
        return this::enterOrLeave;
    }

    private @Nullable Object enterOrLeave(@Nullable Object first, @Nullable Object second) {
        if (first instanceof ServletExchange open) {
            open.leave((Throwable) second);
            return null;
        }
        return first instanceof ServletRequest request && second instanceof ServletResponse response
                ? ServletExchange.open(exchanges, request, response)
                : null;
    }
}
