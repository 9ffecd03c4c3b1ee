package io.caretrail.filter;

import io.caretrail.core.config.NamedFile;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import java.util.EnumSet;
import org.jspecify.annotations.Nullable;

/** Puts the filter and the listeners into an application that starts. Not for applications: {@link AuditInitializer} calls it. */
public final class Registration {

    private static final String CONFIG = "config";
    private static final String CONTEXT_CONFIG = "caretrail.config";

    private Registration() {}

    /**
     * Starts auditing for one application; does nothing when it has started already.
     *
     * @throws ServletException when it cannot start: why and what to do
     */
    public static void register(ServletContext context) throws ServletException {
        if (WebApplication.of(context) != null) {
            return;
        }
        FilterRegistration declared = declared(context);
        WebApplication application = WebApplication.start(
                context, named(declared == null ? null : declared.getInitParameter(CONFIG), context));
        context.addListener(new ApplicationListener(application));
        if (!application.isAudited()) {
            return;
        }
        if (declared == null) {
            register(context.addFilter(AuditFilter.class.getName(), AuditFilter.class));
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
