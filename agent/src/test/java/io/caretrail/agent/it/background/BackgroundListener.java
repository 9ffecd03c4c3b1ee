package io.caretrail.agent.it.background;

import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A thread of the application's own that logs a numbered line every 5 ms. */
public final class BackgroundListener implements ServletContextListener {

    private static final Logger LOG = LoggerFactory.getLogger(BackgroundListener.class);

    private final Thread thread = new Thread(BackgroundListener::logs);

    /** Called by the container. */
    public BackgroundListener() {}

    @Override
    public void contextInitialized(ServletContextEvent event) {
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void contextDestroyed(ServletContextEvent event) {
        thread.interrupt();
    }

    private static void logs() {
        try {
            for (int number = 0; ; number++) {
                LOG.info("in the background {}", number);
                Thread.sleep(5);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
