package io.caretrail.agent.servlet.probe;

import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServlet;
import java.io.IOException;

/** Overrides the outer {@code service} and calls that of its superclass: two hooked methods around one request. */
class Bare extends HttpServlet {

    @Override
    public void service(ServletRequest request, ServletResponse response) throws ServletException, IOException {
        response.setContentType("text/plain");
        response.getWriter().print("bare");
        if (!"HTTP/1.1".equals(request.getProtocol())) {
            super.service(request, response);
        }
    }
}
