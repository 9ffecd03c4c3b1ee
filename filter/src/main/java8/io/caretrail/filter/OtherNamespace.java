package io.caretrail.filter;

import java.util.Set;
import javax.servlet.ServletContainerInitializer;
import javax.servlet.ServletContext;
import javax.servlet.ServletException;

/**
 * What a container of the other servlet namespace finds in this jar. It would pass over all the rest, and the application
 * would run unaudited. The build swaps the namespaces in the javax jar, so that each jar has the other's.
 */
public final class OtherNamespace implements ServletContainerInitializer {

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
            throw new ServletException(problem);
        }
        context.log(
                problem + "; the application starts WITHOUT an audit trail, because caretrail.onStartFailure=continue");
    }
}
