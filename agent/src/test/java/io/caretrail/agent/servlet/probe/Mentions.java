package io.caretrail.agent.servlet.probe;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;

/** Has a filter's and a servlet's methods, and is neither. */
final class Mentions {

    void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        service(request, response);
    }

    void service(ServletRequest request, ServletResponse response) throws IOException {
        response.setContentType("text/plain");
        response.getWriter().print("mentioned");
    }
}
