package io.caretrail.filter;

import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;

/** Ends auditing with the application. Thread-safe. */
final class ApplicationListener implements ServletContextListener {

    /** Has no default before Servlet 4.0. */
    @Override
    public void contextInitialized(ServletContextEvent event) {}

    @Override
    public void contextDestroyed(ServletContextEvent event) {
        Registration.stop(event.getServletContext());
    }
}
