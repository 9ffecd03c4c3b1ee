package io.caretrail.filter.servlet;

import io.caretrail.core.door.Outcome;
import io.caretrail.core.exchange.CurrentExchange;
import io.caretrail.core.exchange.Exchange;
import io.caretrail.core.exchange.Exchanges;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.ServletResponseWrapper;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Principal;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way through filters and servlets. The outermost filter or servlet that meets it opens it; forward,
 * include, error and asynchronous dispatches find it open (a request attribute says so) and leave it alone. An
 * asynchronous one ends when the container says that it is complete, not when the servlet returns. Thread-safe.
 */
public final class ServletExchange {

    /** The request attribute: there is an owner already, be it a container-level hook, a filter or a servlet. */
    public static final String ATTRIBUTE = "io.caretrail.exchange";

    private static final String RETRY_AFTER_SECONDS = "1";

    private static final String UNDERTOW = "io.undertow.";
    private static final String JETTY = "org.eclipse.jetty.";
    /** Open Liberty, which wraps what an application throws; its newer classes have the other name. */
    private static final String LIBERTY = "com.ibm.";

    private static final String OPEN_LIBERTY = "io.openliberty.";

    private final Exchange exchange;
    private final HttpServletRequest request;
    private final HttpServletResponse response;
    private volatile boolean ended;
    private volatile boolean reached;
    private volatile boolean listening;

    private ServletExchange(Exchange exchange, HttpServletRequest request, HttpServletResponse response) {
        this.exchange = exchange;
        this.request = request;
        this.response = response;
    }

    /**
     * Opens the exchange; null when the request has an owner already or is not HTTP. An asynchronous dispatch is never the
     * first that is seen of a request, and on Undertow no error page is: it dispatches when the attributes are gone already.
     */
    public static @Nullable ServletExchange open(
            Exchanges exchanges, ServletRequest request, ServletResponse response) {
        if (innermost(request) instanceof HttpServletRequest http
                && response instanceof HttpServletResponse httpResponse
                && http.getAttribute(ATTRIBUTE) == null
                && canBegin(http)) {
            Exchange exchange = exchanges.begin(new ServletRequestView(http));
            ServletExchange opened = new ServletExchange(exchange, http, httpResponse);
            http.setAttribute(ATTRIBUTE, opened);
            Exchange.ResponseHeader header = exchange.responseHeader();
            if (header != null && !httpResponse.containsHeader(header.name())) {
                // Now, since nobody says when the response is committed; the application's own setHeader replaces it.
                httpResponse.setHeader(header.name(), header.value());
            }
            return opened;
        }
        return null;
    }

    private static boolean canBegin(HttpServletRequest request) {
        return switch (request.getDispatcherType()) {
            case ASYNC -> false;
            case ERROR -> !isOf(request, UNDERTOW);
            default -> true;
        };
    }

    private static boolean isOf(ServletRequest request, String server) {
        return innermost(request).getClass().getName().startsWith(server);
    }

    /**
     * The exchange that this door has opened for the request; null when it has opened none. Notes the user who is known by
     * now: a logout before the end must not erase who asked.
     */
    public static @Nullable ServletExchange of(ServletRequest request) {
        if (innermost(request).getAttribute(ATTRIBUTE) instanceof ServletExchange open) {
            open.noteUser();
            return open;
        }
        return null;
    }

    /** Whether the request must not be served; {@link #refuse} answers it. */
    public boolean isRefused() {
        return exchange.isRefused();
    }

    /** Answers a request that must not be served: 503, and when to come again (RFC 9110 section 15.6.4). */
    public void refuse() throws IOException {
        if (!response.isCommitted()) {
            response.setHeader("Retry-After", RETRY_AFTER_SECONDS);
            response.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
        }
    }

    /** The field of its records; null when nothing is recorded. */
    public @Nullable String correlationId() {
        return exchange.correlationId();
    }

    /**
     * Notes whom the application itself has authenticated, of whom the container knows nothing.
     *
     * @param user null is passed over
     * @param authMethod null when the request's own Authorization says it
     */
    public void authenticated(@Nullable String user, @Nullable String authMethod) {
        exchange.authenticated(user, authMethod);
    }

    /**
     * The outermost filter returns and leaves the end to whoever has opened the exchange.
     *
     * @param thrown what goes on to the server; null when it returned
     */
    public void pass(@Nullable Throwable thrown) {
        noteUser();
        if (thrown != null) {
            failed(thrown);
        }
        if (thrown == null || isOf(request, UNDERTOW)) {
            goesOn();
        }
    }

    /** The server is done with the request, error pages included: the end, unless it has gone asynchronous. */
    public void over() {
        if (ended) {
            // Not even asked whether it goes on: a listener of ours would change what Jetty answers.
            return;
        }
        noteUser();
        noteException();
        if (!goesOn()) {
            exchange.complete(new ServletResponseView(
                    response, isUnanswered() ? new IllegalStateException("not answered yet") : null));
        }
    }

    /** Jetty answers what its own login throws when all listeners have been told. */
    private boolean isUnanswered() {
        return !reached
                && isOf(request, JETTY)
                && response.getStatus() == HttpServletResponse.SC_OK
                && !response.isCommitted();
    }

    /** From here on the calling thread works for it; see {@link CurrentExchange#enter}. */
    public boolean enter() {
        return CurrentExchange.enter(exchange);
    }

    /** The calling thread is done with it. */
    public void exit() {
        CurrentExchange.leave(exchange);
    }

    /** It has come as far as to a filter or a servlet. */
    public void reach() {
        reached = true;
    }

    /** The server's own request: an application's wrapper may hide attributes it does not know, and ours with them. */
    private static ServletRequest innermost(ServletRequest request) {
        ServletRequest innermost = request;
        while (innermost instanceof ServletRequestWrapper wrapper) {
            innermost = wrapper.getRequest();
        }
        return innermost;
    }

    /**
     * The outermost filter or servlet returns: the end, unless the request has gone asynchronous. What throws after startAsync
     * ends with onComplete, too (Servlet 5.0 section 2.3.3.3), on Undertow and Open Liberty: Tomcat does not call it, and
     * Jetty answers otherwise when there is a listener to tell.
     *
     * @param thrown what it threw; null when it returned
     */
    public void leave(@Nullable Throwable thrown) {
        if (thrown != null && !completesWhatThrew()) {
            end(thrown);
            return;
        }
        noteUser();
        if (thrown != null) {
            failed(thrown);
        }
        if (!goesOn()) {
            exchange.complete(new ServletResponseView(response, thrown));
        }
    }

    private boolean completesWhatThrew() {
        return isOf(request, UNDERTOW) || isOf(request, LIBERTY) || isOf(request, OPEN_LIBERTY);
    }

    /** The end, whatever the request has become: what throws after startAsync has no other on some servers. */
    public void end(Throwable thrown) {
        noteUser();
        failed(thrown);
        ended = true;
        exchange.complete(new ServletResponseView(response, thrown));
    }

    private boolean goesOn() {
        try {
            if (!request.isAsyncStarted()) {
                return false;
            }
            if (!listening) {
                listenTo(request.getAsyncContext(), new Listener());
                // Only now: one that is refused is not told of the end, whoever asks next.
                listening = true;
            }
            return true;
        } catch (RuntimeException over) {
            // Another thread has completed it in the meantime, or the server has taken the request back.
            return false;
        }
    }

    /** GlassFish sets the status of an HTTP response to 200 before it tells its listener anything; so it is shown none. */
    private void listenTo(AsyncContext context, AsyncListener listener) {
        context.addListener(listener, request, new ServletResponseWrapper(response));
    }

    private void failed(Throwable thrown) {
        if (BrokenConnection.isBehind(thrown, innermost(request))) {
            exchange.failed(Outcome.CLIENT_ABORT);
            return;
        }
        Throwable applications = thrown;
        while (applications.getClass().getName().startsWith(LIBERTY) && applications.getCause() != null) {
            applications = applications.getCause();
        }
        exchange.failed(applications);
    }

    private void noteUser() {
        try {
            Principal principal = request.getUserPrincipal();
            exchange.authenticated(principal == null ? null : principal.getName(), request.getAuthType());
        } catch (RuntimeException takenBack) {
            // A request the server has taken back answers with whatever exception; the user noted before stays.
            return;
        }
    }

    /** Jetty tells no listener of an exception in an asynchronous dispatch, but keeps it where error pages look. */
    private void noteException() {
        try {
            if (request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) instanceof Throwable thrown) {
                failed(thrown);
            }
        } catch (RuntimeException takenBack) {
            // As in noteUser; the status still says that it failed.
            return;
        }
    }

    /** Only {@code onComplete} ends the exchange; the others note why. */
    private final class Listener implements AsyncListener {

        /** Asks our response and not the event's, which may be the application's wrapper, or null. */
        @Override
        public void onComplete(AsyncEvent event) throws IOException {
            noteUser();
            noteException();
            exchange.complete(new ServletResponseView(response, event.getThrowable()));
        }

        @Override
        public void onTimeout(AsyncEvent event) throws IOException {
            exchange.failed(Outcome.TIMEOUT);
        }

        @Override
        public void onError(AsyncEvent event) throws IOException {
            Throwable thrown = event.getThrowable();
            if (thrown == null) {
                exchange.failed("error");
            } else {
                failed(thrown);
            }
        }

        @Override
        public void onStartAsync(AsyncEvent event) throws IOException {
            AsyncContext again = event.getAsyncContext();
            if (again != null) {
                listenTo(again, this);
            }
        }
    }
}
