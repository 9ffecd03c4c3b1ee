package io.caretrail.filter;

import io.caretrail.filter.servlet.ServletExchange;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.ServletRequestEvent;
import jakarta.servlet.ServletRequestListener;

/**
 * Sees the requests of an application before its authenticators and after its error pages, where the container can be
 * asked for the response that belongs to a request, and ends auditing with the application. Thread-safe.
 */
final class ApplicationListener implements ServletRequestListener, ServletContextListener {

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

    /** Has no default before Servlet 4.0. */
    @Override
    public void contextInitialized(ServletContextEvent event) {}

    @Override
    public void contextDestroyed(ServletContextEvent event) {
        in(event.getServletContext()).stop();
    }

    /** Asked for each time: the listener may be in place before auditing starts. */
    private static WebApplication in(ServletContext context) {
        WebApplication running = WebApplication.of(context);
        return running == null ? WebApplication.UNAUDITED : running;
    }
}
