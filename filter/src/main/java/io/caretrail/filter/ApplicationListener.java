package io.caretrail.filter;

import io.caretrail.filter.servlet.ServletExchange;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.ServletRequestEvent;
import jakarta.servlet.ServletRequestListener;

/**
 * Sees the requests of an application before its authenticators and after its error pages, where the container can be
 * asked for the response that belongs to a request, and ends auditing with the application. Thread-safe.
 */
final class ApplicationListener implements ServletRequestListener, ServletContextListener {

    private final WebApplication application;

    ApplicationListener(WebApplication application) {
        this.application = application;
    }

    @Override
    public void requestInitialized(ServletRequestEvent event) {
        application.open(event.getServletRequest());
    }

    /** What the filter has opened, where the container gave no response, it has ended or waits for onComplete. */
    @Override
    public void requestDestroyed(ServletRequestEvent event) {
        ServletExchange exchange = application.opened(event.getServletRequest());
        if (exchange != null) {
            application.over(exchange);
        }
    }

    @Override
    public void contextDestroyed(ServletContextEvent event) {
        application.stop();
    }
}
