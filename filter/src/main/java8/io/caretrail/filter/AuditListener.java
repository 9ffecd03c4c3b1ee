package io.caretrail.filter;

import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.ServletException;

/**
 * The entry of the filter's jar where a container reads {@code META-INF/web-fragment.xml} and calls no
 * {@link AuditInitializer}, as Jetty does without its annotations module; elsewhere it does nothing. Compiled for Java 8.
 */
public final class AuditListener implements ServletContextListener {

    private boolean startedHere;

    /** Called by the container. */
    public AuditListener() {}

    /**
     * Starts auditing, unless the container has let {@link AuditInitializer} do it.
     *
     * @throws IllegalStateException when auditing cannot start: why and what to do
     */
    @Override
    public void contextInitialized(ServletContextEvent event) {
        ServletContext context = event.getServletContext();
        if (context.getAttribute(AuditInitializer.CALLED) != null) {
            return;
        }
        try {
            AuditInitializer.start("registerFromListener", context);
            startedHere = true;
        } catch (ServletException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    @Override
    public void contextDestroyed(ServletContextEvent event) {
        if (startedHere) {
            try {
                AuditInitializer.call("stop", event.getServletContext());
            } catch (ServletException e) {
                event.getServletContext().log("Caretrail: the trail has no orderly end", e);
            }
        }
    }
}
