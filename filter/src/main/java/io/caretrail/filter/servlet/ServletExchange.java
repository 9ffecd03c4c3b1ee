package io.caretrail.filter.servlet;

import io.caretrail.core.door.Outcome;
import io.caretrail.core.exchange.Exchange;
import io.caretrail.core.exchange.Exchanges;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
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

    private final Exchange exchange;
    private final HttpServletRequest request;
    private final HttpServletResponse response;

    private ServletExchange(Exchange exchange, HttpServletRequest request, HttpServletResponse response) {
        this.exchange = exchange;
        this.request = request;
        this.response = response;
    }

    /** Opens the exchange; null when the request has an owner already or is not HTTP. */
    public static @Nullable ServletExchange open(
            Exchanges exchanges, ServletRequest request, ServletResponse response) {
        if (request instanceof HttpServletRequest http
                && response instanceof HttpServletResponse httpResponse
                && http.getAttribute(ATTRIBUTE) == null) {
            Exchange exchange = exchanges.begin(new ServletRequestView(http));
            http.setAttribute(ATTRIBUTE, exchange);
            Exchange.ResponseHeader header = exchange.responseHeader();
            if (header != null && !httpResponse.containsHeader(header.name())) {
                // Now, since nobody says when the response is committed; the application's own setHeader replaces it.
                httpResponse.setHeader(header.name(), header.value());
            }
            return new ServletExchange(exchange, http, httpResponse);
        }
        return null;
    }

    /**
     * The outermost filter or servlet returns: the end, unless the request has gone asynchronous.
     *
     * @param thrown what it threw; null when it returned
     */
    public void leave(@Nullable Throwable thrown) {
        noteUser();
        if (thrown != null) {
            exchange.failed(thrown);
        }
        if (thrown == null && goesOn()) {
            return;
        }
        exchange.complete(new ServletResponseView(response, thrown != null));
    }

    private boolean goesOn() {
        if (!request.isAsyncStarted()) {
            return false;
        }
        try {
            request.getAsyncContext().addListener(new Listener());
            return true;
        } catch (IllegalStateException alreadyComplete) {
            // Between the question and the answer another thread has completed it.
            return false;
        }
    }

    private void noteUser() {
        try {
            Principal principal = request.getUserPrincipal();
            exchange.authenticated(principal == null ? null : principal.getName(), request.getAuthType());
        } catch (IllegalStateException recycled) {
            // The container has taken the request back already; the user noted at the beginning stays.
            return;
        }
    }

    /** Only {@code onComplete} ends the exchange; the others note why. */
    private final class Listener implements AsyncListener {

        @Override
        public void onComplete(AsyncEvent event) throws IOException {
            noteUser();
            ServletResponse supplied = event.getSuppliedResponse();
            exchange.complete(new ServletResponseView(
                    supplied instanceof HttpServletResponse http ? http : response, event.getThrowable() != null));
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
                exchange.failed(thrown);
            }
        }

        @Override
        public void onStartAsync(AsyncEvent event) throws IOException {
            AsyncContext again = event.getAsyncContext();
            if (again != null) {
                again.addListener(this);
            }
        }
    }
}
