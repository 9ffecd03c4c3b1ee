package io.caretrail.agent.liberty;

import io.caretrail.agent.hook.ContainerHooks;
import io.caretrail.agent.hook.PublicMethod;
import io.caretrail.core.door.Outcome;
import io.caretrail.core.exchange.CurrentExchange;
import io.caretrail.core.exchange.Exchange;
import io.caretrail.core.exchange.Exchanges;
import java.security.Principal;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Behind the hook points of Open Liberty's web container and of its security, each a bundle of its own. They learn of an
 * exchange from the request, where {@link LibertyHooks} has put it. Thread-safe.
 */
public final class LibertyWebHooks implements ContainerHooks {

    private static final int CLIENT_ERROR = 4;

    private static final PublicMethod SERVLET_REQUEST = new PublicMethod("getHttpServletRequest");
    private static final PublicMethod ASYNC_REQUEST = new PublicMethod("getRequest");
    private static final PublicMethod ERROR_CODE = new PublicMethod("getErrorCode");
    private static final PublicMethod IS_COMMITTED = new PublicMethod("isCommitted");
    private static final PublicMethod RESULT = new PublicMethod("getStatus");
    private static final PublicMethod SUBJECT = new PublicMethod("getSubject");
    /** By name: OSGi does not let every part of the server see {@code javax.security.auth}. */
    private static final PublicMethod PRINCIPALS = new PublicMethod("getPrincipals");

    /**
     * Hooks for one Liberty.
     *
     * @param exchanges not asked: nothing begins here
     */
    public LibertyWebHooks(Exchanges exchanges) {}

    @Override
    public BiFunction<@Nullable Object, @Nullable Object, @Nullable Object> behind(String name) {
        return switch (name) {
            case "libertyHandles", "libertyFilters" -> LibertyWebHooks::worksOrLeaves;
            case "libertyKnows" -> on((data, thrown) -> LibertyServlets.knows(SERVLET_REQUEST.of(data)));
            case "libertyIdentifies" -> on(LibertyWebHooks::identifies);
            case "libertyThrows" -> on((application, arguments) -> throwsIt((Object[]) arguments));
            case "libertyReports" -> on((application, arguments) -> reports((Object[]) arguments));
            case "libertyErrs" -> on((async, thrown) -> LibertyFailure.note(exchangeOf(async), thrown));
            case "libertyExpires" -> on(LibertyWebHooks::expires);
            default -> throw new IllegalArgumentException(name);
        };
    }

    /** WebApp.handleRequest or WebAppFilterManager.invokeFilters begins or ends; the latter in each dispatch, too. */
    private static @Nullable Object worksOrLeaves(@Nullable Object first, @Nullable Object second) {
        if (first instanceof Visit visit) {
            CurrentExchange.leave(visit.exchange());
            return null;
        }
        Exchange exchange = LibertyServlets.exchangeOf(second);
        return exchange != null && CurrentExchange.enter(exchange) ? new Visit(exchange) : null;
    }

    /** WebAppSecurityCollaboratorImpl.authenticateRequest ends; whoever may not come in is forgotten after that. */
    private static void identifies(Object asked, @Nullable Object result) {
        Exchange exchange = LibertyServlets.exchangeOf(SERVLET_REQUEST.of(asked));
        Object subject = exchange != null && result != null && "SUCCESS".equals(String.valueOf(RESULT.of(result)))
                ? SUBJECT.of(result)
                : null;
        if (exchange != null && subject != null && PRINCIPALS.of(subject) instanceof Set<?> principals) {
            for (Object each : principals) {
                if (each instanceof Principal user) {
                    exchange.authenticated(user.getName(), null);
                    return;
                }
            }
        }
    }

    /** WebApp.handleException begins: the first to learn of it where the request has become asynchronous. */
    private static void throwsIt(Object @Nullable [] arguments) {
        if (arguments != null) {
            note(arguments[1], arguments[2], arguments[0]);
        }
    }

    /** WebApp.sendError begins: the web container is about to answer, or would be if the response had not begun. */
    private static void reports(Object @Nullable [] arguments) {
        if (arguments != null && arguments[2] instanceof Throwable report && report.getCause() != null) {
            note(arguments[0], arguments[1], report);
        }
    }

    /** What is not there or not allowed Liberty throws, too: that is no failure of the application's. */
    private static void note(Object request, Object response, Object thrown) {
        boolean isRefusal = ERROR_CODE.of(thrown) instanceof Integer code && code / 100 == CLIENT_ERROR;
        if (!isRefusal || Boolean.TRUE.equals(IS_COMMITTED.of(response))) {
            LibertyFailure.note(LibertyServlets.exchangeOf(request), thrown);
        }
    }

    /** The listeners of an asynchronous request are told next, and may still answer. */
    private static void expires(Object async, @Nullable Object reason) {
        Exchange exchange = exchangeOf(async);
        if (exchange != null && "TIMEOUT".equals(String.valueOf(reason))) {
            exchange.failed(Outcome.TIMEOUT);
        }
    }

    private static @Nullable Exchange exchangeOf(Object async) {
        return LibertyServlets.exchangeOf(ASYNC_REQUEST.of(async));
    }

    /** A hook on a first argument; nothing is returned to the server's method. */
    private static BiFunction<@Nullable Object, @Nullable Object, @Nullable Object> on(Step step) {
        return (first, second) -> {
            if (first != null) {
                step.take(first, second);
            }
            return null;
        };
    }

    private interface Step {
        void take(Object first, @Nullable Object second);
    }

    /** The outermost call on this thread. */
    private record Visit(Exchange exchange) {}
}
