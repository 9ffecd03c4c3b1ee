package io.caretrail.filter;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.EnumSet;

/**
 * Stands before an application whose start was refused: Open Liberty with Servlet 4.0 logs what an initializer throws and
 * goes on, and the application would run unaudited. Thread-safe.
 */
final class RefusingFilter implements Filter {

    private RefusingFilter() {}

    static void putBefore(ServletContext context) {
        FilterRegistration.Dynamic filter = context.addFilter(RefusingFilter.class.getName(), new RefusingFilter());
        if (filter != null) {
            filter.setAsyncSupported(true);
            filter.addMappingForUrlPatterns(EnumSet.allOf(DispatcherType.class), false, "/*");
        }
    }

    // No defaults before Servlet 4.0.
    @Override
    public void init(FilterConfig config) {}

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain) throws IOException {
        ((HttpServletResponse) response).sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
    }

    @Override
    public void destroy() {}
}
