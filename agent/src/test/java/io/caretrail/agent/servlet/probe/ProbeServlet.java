package io.caretrail.agent.servlet.probe;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** A servlet like most: it declares no {@code service(ServletRequest, ServletResponse)} of its own. */
final class ProbeServlet extends HttpServlet {

    private final transient Probe probe;

    ProbeServlet(Probe probe) {
        this.probe = probe;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        try {
            probe.answer(request, response);
        } catch (InterruptedException e) {
            throw new ServletException(e);
        }
    }
}
