package io.caretrail.filter;

import io.caretrail.filter.servlet.ServletExchange;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Records every request that passes it, once, whatever the number of dispatches. Belongs before all other filters, mapped
 * to {@code /*} for all dispatcher types, with {@code <async-supported>true</async-supported>}; a container that reads
 * {@code META-INF/services} does all that without web.xml. Thread-safe.
 */
public final class AuditFilter implements Filter {

    private WebApplication application = WebApplication.UNAUDITED;
    private boolean startedHere;

    /** Called by the container; {@link #init} starts. */
    public AuditFilter() {}

    /**
     * Starts auditing, unless the container has let {@link AuditInitializer} do it.
     *
     * @param config its init-param {@code config} is the path of the configuration file
     * @throws ServletException when auditing cannot start: why and what to do
     */
    @Override
    public void init(FilterConfig config) throws ServletException {
        WebApplication running = WebApplication.of(config.getServletContext());
        startedHere = running == null;
        application = running == null
                ? WebApplication.start(
                        config.getServletContext(),
                        Registration.named(config.getInitParameter("config"), config.getServletContext()))
                : running;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        DispatcherType dispatch = request.getDispatcherType();
        if (dispatch == DispatcherType.REQUEST && !request.isAsyncSupported()) {
            application.warnOfLackingAsync();
        }
        ServletExchange opened = application.open(request, response);
        ServletExchange exchange = opened == null ? application.opened(request) : opened;
        // Not its error page, which the server asks for behind that.
        if (exchange != null && exchange.isRefused() && dispatch == DispatcherType.REQUEST) {
            exchange.refuse();
            return;
        }
        String before = application.describe(exchange);
        boolean entered = application.enter(exchange);
        Throwable thrown = null;
        try {
            chain.doFilter(request, response);
        } catch (Throwable t) {
            thrown = t;
            throw t;
        } finally {
            application.undescribe(exchange, before);
            if (exchange != null && entered) {
                application.exit(exchange);
            }
            if (opened != null) {
                application.leave(opened, thrown);
            } else if (exchange != null && isOutermost(dispatch)) {
                application.pass(exchange, request, thrown);
            }
        }
    }

    /** What an included or forwarded servlet throws may be caught by the one that dispatched. */
    private static boolean isOutermost(@Nullable DispatcherType dispatch) {
        return dispatch == DispatcherType.REQUEST || dispatch == DispatcherType.ASYNC;
    }

    @Override
    public void destroy() {
        if (startedHere) {
            application.stop();
        }
    }
}
