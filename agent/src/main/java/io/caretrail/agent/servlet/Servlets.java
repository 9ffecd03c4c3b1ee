package io.caretrail.agent.servlet;

import io.caretrail.agent.hook.Container;
import io.caretrail.agent.hook.HookPoint;
import io.caretrail.agent.hook.Shape;
import java.util.List;

/**
 * The fallback for servers the agent does not know: every filter, filter chain and servlet, in either namespace. It
 * sees what reaches one of them, and not what the container refuses before.
 */
public final class Servlets {

    /** The jakarta.servlet namespace. */
    public static final Container JAKARTA = container("jakarta");

    /** The javax.servlet namespace. */
    public static final Container JAVAX = container("javax");

    private Servlets() {}

    private static Container container(String namespace) {
        String api = namespace + ".servlet.";
        String request = api + "ServletRequest";
        String response = api + "ServletResponse";
        return new Container(
                "servlet (" + namespace + ")",
                api + "http.HttpServletRequest",
                true,
                namespace.equals("javax"),
                List.of(
                        new HookPoint(
                                        namespace + "Filter",
                                        api + "Filter",
                                        "doFilter",
                                        List.of(request, response, api + "FilterChain"),
                                        Shape.AROUND)
                                .asBeginning(),
                        // A filter that is a lambda is a hidden class, which no agent is shown; the container's chain
                        // before it is none.
                        new HookPoint(
                                        namespace + "Chain",
                                        api + "FilterChain",
                                        "doFilter",
                                        List.of(request, response),
                                        Shape.AROUND)
                                .asBeginning(),
                        new HookPoint(
                                        namespace + "Servlet",
                                        api + "Servlet",
                                        "service",
                                        List.of(request, response),
                                        Shape.AROUND)
                                .asBeginning()),
                "io.caretrail.agent.servlet.ServletHooks",
                List.of("io.caretrail.agent.servlet.ServletHooks", "io.caretrail.filter.servlet."));
    }
}
