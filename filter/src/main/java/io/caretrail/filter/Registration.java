package io.caretrail.filter;

import io.caretrail.core.config.ConfigurationException;
import io.caretrail.core.config.ConfigurationLoader;
import io.caretrail.core.config.ConfigurationWatch;
import io.caretrail.core.config.NamedFile;
import io.caretrail.core.config.Surroundings;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import java.util.EnumSet;
import org.jspecify.annotations.Nullable;

/**
 * Puts the filter and the listener into an application that starts. Not for applications: {@link AuditInitializer} calls it,
 * and the starter for Spring Boot.
 */
public final class Registration {

    /** Where the configuration comes from: a file that the contract's search finds, or a framework's properties. */
    @FunctionalInterface
    public interface Source {

        /**
         * Loads it.
         *
         * @throws ConfigurationException with every problem
         */
        ConfigurationWatch watch(ConfigurationLoader loader, Surroundings surroundings) throws ConfigurationException;
    }

    private static final String CONFIG = "config";
    private static final String CONTEXT_CONFIG = "caretrail.config";
    private static final String IN_PLACE = "io.caretrail.filter.registered";
    private static final String BOOT = "org.springframework.boot.web.servlet.support.SpringBootServletInitializer";

    private Registration() {}

    /**
     * Starts auditing for one application; does nothing when it has started already. A Spring Boot application in a war
     * has properties that are read later: there the filter and the listener are put in place, and what starts them is
     * {@link #register(ServletContext, Source)}, or the filter when nobody has by the time the container initialises it.
     *
     * @throws ServletException when it cannot start: why and what to do
     */
    public static void register(ServletContext context) throws ServletException {
        if (WebApplication.of(context) != null) {
            return;
        }
        FilterRegistration declared = declared(context);
        NamedFile named = named(declared == null ? null : declared.getInitParameter(CONFIG), context);
        if (named != null || !isSpringBoot(context)) {
            WebApplication.start(context, named);
        }
        putInPlace(context);
    }

    /**
     * Starts auditing for one application with a configuration of its framework.
     *
     * @return false when it has started already, with another configuration
     * @throws ServletException when it cannot start: why and what to do
     */
    public static boolean register(ServletContext context, Source source) throws ServletException {
        if (WebApplication.of(context) != null) {
            return false;
        }
        WebApplication.start(context, source);
        putInPlace(context);
        return true;
    }

    /**
     * The same from a listener of the application, which may not add one that is told of the application's end (Servlet 5.0
     * section 4.4.3): whoever calls this calls {@link #stop}.
     *
     * @throws ServletException when it cannot start: why and what to do
     */
    public static void registerFromListener(ServletContext context) throws ServletException {
        if (context.getAttribute(IN_PLACE) == null) {
            context.setAttribute(IN_PLACE, true);
            register(context);
            context.addListener(new RequestListener());
            addFilter(context);
        }
    }

    /** Ends auditing for one application. */
    public static void stop(ServletContext context) {
        WebApplication running = WebApplication.of(context);
        if (running != null) {
            running.stop();
        }
    }

    private static void putInPlace(ServletContext context) throws ServletException {
        if (context.getAttribute(IN_PLACE) != null) {
            return;
        }
        context.setAttribute(IN_PLACE, true);
        context.addListener(new RequestListener());
        context.addListener(new ApplicationListener());
        addFilter(context);
    }

    private static void addFilter(ServletContext context) throws ServletException {
        WebApplication application = WebApplication.of(context);
        if ((application == null || application.isAudited()) && declared(context) == null) {
            register(context.addFilter(AuditFilter.class.getName(), AuditFilter.class));
        }
    }

    private static boolean isSpringBoot(ServletContext context) {
        try {
            Class.forName(BOOT, false, context.getClassLoader());
            return true;
        } catch (ClassNotFoundException | LinkageError other) {
            return false;
        }
    }

    private static void register(FilterRegistration.@Nullable Dynamic filter) throws ServletException {
        if (filter == null) {
            throw new ServletException("Caretrail: a filter is called " + AuditFilter.class.getName()
                    + " and is another class; give it another name in web.xml");
        }
        filter.setAsyncSupported(true);
        filter.addMappingForUrlPatterns(EnumSet.allOf(DispatcherType.class), false, "/*");
    }

    /** The filter as web.xml declares it; null when it does not. */
    private static @Nullable FilterRegistration declared(ServletContext context) {
        return context.getFilterRegistrations().values().stream()
                .filter(filter -> AuditFilter.class.getName().equals(filter.getClassName()))
                .findFirst()
                .orElse(null);
    }

    /** The file that web.xml names, the filter's init-param before the application's context-param; null for none. */
    static @Nullable NamedFile named(@Nullable String initParameter, ServletContext context) {
        if (initParameter != null) {
            return new NamedFile(initParameter, "the filter's init-param config in web.xml");
        }
        String parameter = context.getInitParameter(CONTEXT_CONFIG);
        return parameter == null ? null : new NamedFile(parameter, "the context-param caretrail.config in web.xml");
    }
}
