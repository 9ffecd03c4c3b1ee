package io.caretrail.agent.servlet;

import io.caretrail.agent.hook.ContainerHooks;
import io.caretrail.agent.hook.Shape;
import io.caretrail.core.exchange.Exchanges;
import io.caretrail.filter.servlet.ServletExchange;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;
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
            open.exit();
            open.leave((Throwable) second);
            return null;
        }
        if (first instanceof Visit visit) {
            visit.exchange().exit();
            return null;
        }
        if (!(first instanceof ServletRequest request) || !(second instanceof ServletResponse response)) {
            return null;
        }
        ServletExchange opened = ServletExchange.open(exchanges, request, response);
        if (opened == null) {
            return visit(request);
        }
        if (!opened.isRefused()) {
            boolean unused = opened.enter();
            return opened;
        }
        try {
            opened.refuse();
        } catch (IOException clientHasGone) {
            // Then nobody waits for an answer; the application must not see the request all the same.
            return Shape.SKIP;
        }
        return Shape.SKIP;
    }

    /** A later dispatch of what is open, on a thread that is not known to work for it; null when there is none. */
    private static @Nullable Object visit(ServletRequest request) {
        ServletExchange open = request.getDispatcherType() == DispatcherType.ASYNC ? ServletExchange.of(request) : null;
        return open != null && open.enter() ? new Visit(open) : null;
    }

    /** What exit is given where enter has opened nothing. */
    private record Visit(ServletExchange exchange) {}
}
