package io.caretrail.agent.it.probe;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Non-blocking reading and writing (Servlet 3.1). */
@WebServlet(
        urlPatterns = {"/writelistener", "/readlistener"},
        asyncSupported = true)
public class NonBlockingServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        int kilobytes = Integer.parseInt(request.getParameter("kb"));
        response.setContentType("application/octet-stream");
        AsyncContext context = request.startAsync();
        context.setTimeout(AsyncServlet.LONG_TIMEOUT_MILLIS);
        response.getOutputStream().setWriteListener(new BlockWriter(context, response.getOutputStream(), kilobytes));
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("text/plain;charset=UTF-8");
        AsyncContext context = request.startAsync();
        request.getInputStream().setReadListener(new BodyReader(context, request.getInputStream()));
    }
}
