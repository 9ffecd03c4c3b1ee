package io.caretrail.agent.it.probe;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** An application's own filter: what it adds to a response must be there with and without the agent. */
@WebFilter(urlPatterns = "/*", asyncSupported = true)
public class StampFilter implements Filter {

    // No defaults before Servlet 4.0.
    @Override
    public void init(FilterConfig config) {}

    @Override
    public void destroy() {}

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        ((HttpServletResponse) response).setHeader("X-Probe", "stamped");
        chain.doFilter(request, response);
    }
}
