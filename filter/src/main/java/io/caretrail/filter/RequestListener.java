package io.caretrail.filter;

import io.caretrail.filter.servlet.ServletExchange;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRequestEvent;
import jakarta.servlet.ServletRequestListener;

/**
 * Sees the requests of an application before its authenticators and after its error pages, where the container can be
 * asked for the response that belongs to a request. Thread-safe.
 */
final class RequestListener implements ServletRequestListener {

    @Override
    public void requestInitialized(ServletRequestEvent event) {
        in(event.getServletContext()).open(event.getServletRequest());
    }

    /** What the filter has opened, where the container gave no response, it has ended or waits for onComplete. */
    @Override
    public void requestDestroyed(ServletRequestEvent event) {
        WebApplication application = in(event.getServletContext());
        ServletExchange exchange = application.opened(event.getServletRequest());
        if (exchange != null) {
            application.over(exchange);
        }
    }

    /** Asked for each time: the listener may be in place before auditing starts. */
    private static WebApplication in(ServletContext context) {
        WebApplication running = WebApplication.of(context);
        return running == null ? WebApplication.UNAUDITED : running;
    }
}
