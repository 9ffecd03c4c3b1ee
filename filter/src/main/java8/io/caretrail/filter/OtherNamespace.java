package io.caretrail.filter;

import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;
import javax.servlet.DispatcherType;
import javax.servlet.Filter;
import javax.servlet.FilterChain;
import javax.servlet.FilterConfig;
import javax.servlet.FilterRegistration;
import javax.servlet.ServletContainerInitializer;
import javax.servlet.ServletContext;
import javax.servlet.ServletException;
import javax.servlet.ServletRequest;
import javax.servlet.ServletResponse;
import javax.servlet.http.HttpServletResponse;

/**
 * What a container of the other servlet namespace finds in this jar. It would pass over all the rest, and the application
 * would run unaudited. The build swaps the namespaces in the javax jar, so that each jar has the other's.
 */
public final class OtherNamespace implements ServletContainerInitializer, Filter {

    /** Called by a container that this jar is not for. */
    public OtherNamespace() {}

    @Override
    public void onStartup(Set<Class<?>> none, ServletContext context) throws ServletException {
        boolean javax = ServletContainerInitializer.class.getName().startsWith("javax");
        String right = javax ? "caretrail-filter-javax.jar" : "caretrail-filter.jar";
        String problem = "Caretrail: the application has the filter for " + (javax ? "jakarta" : "javax")
                + " servlets, and this server (" + context.getServerInfo() + ") has " + (javax ? "javax" : "jakarta")
                + " servlets; put " + right + " into WEB-INF/lib instead";
        String wanted = System.getProperty("caretrail.onStartFailure", System.getenv("CARETRAIL_ONSTARTFAILURE"));
        if (!"continue".equals(wanted)) {
            putBefore(context);
            throw new ServletException(problem);
        }
        context.log(
                problem + "; the application starts WITHOUT an audit trail, because caretrail.onStartFailure=continue");
    }

    /** For a server that goes on all the same, as {@link RefusingFilter}, which it cannot load. */
    private void putBefore(ServletContext context) {
        FilterRegistration.Dynamic filter = context.addFilter(OtherNamespace.class.getName(), this);
        if (filter != null) {
            filter.setAsyncSupported(true);
            filter.addMappingForUrlPatterns(EnumSet.allOf(DispatcherType.class), false, "/*");
        }
    }

    @Override
    public void init(FilterConfig config) {}

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain) throws IOException {
        ((HttpServletResponse) response).sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
    }

    @Override
    public void destroy() {}
}
