package io.caretrail.agent.servlet.probe;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.UnavailableException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.EnumSet;

/** Registers one servlet for each way a request can end, and filters before some of them. */
public final class ProbeApplication implements ServletContextListener {

    /** Has an error page. */
    public static final int PAGED = 418;

    /** Has an error page that answers with another status. */
    public static final int REPLACED = 409;

    @Override
    public void contextInitialized(ServletContextEvent event) {
        ServletContext context = event.getServletContext();
        synchronous(context);
        asynchronous(context);
        servlet(context, "bare", new Bare());
        Both both = new Both();
        servlet(context, "both", both);
        filter(context, "both-as-filter", both, "both");
        filter(context, "outer", new PassingFilter(false), "two-filters");
        filter(context, "inner", new PassingFilter(false), "two-filters");
        filter(context, "wrapping", new PassingFilter(true), "wrapped");
        filter(context, "refusing", new RefusingFilter(), "refused");
        filter(context, "refusing-default", new DefaultFilter() {}, "refused-by-default-method");
        // A lambda's class is hidden: no agent is shown it.
        LambdaFilter lambda = (request, response, chain) ->
                ((HttpServletResponse) response).sendError(HttpServletResponse.SC_UNAUTHORIZED);
        filter(context, "refusing-lambda", lambda, "refused-by-lambda");
    }

    @Override
    public void contextDestroyed(ServletContextEvent event) {}

    private static void synchronous(ServletContext context) {
        servlet(context, "ok", (request, response) -> print(response, HttpServletResponse.SC_OK, "ok"));
        servlet(context, "created", (request, response) -> print(response, HttpServletResponse.SC_CREATED, "made"));
        servlet(context, "no-content", (request, response) -> response.setStatus(204));
        servlet(context, "not-modified", (request, response) -> response.setStatus(304));
        servlet(context, "send-error-404", (request, response) -> response.sendError(404));
        servlet(context, "send-error-500", (request, response) -> response.sendError(500, "broken"));
        servlet(context, "throw-before-commit", (request, response) -> {
            throw new Traceless();
        });
        servlet(
                context,
                "stack",
                (request, response) -> print(
                        response,
                        HttpServletResponse.SC_OK,
                        StackWalker.getInstance()
                                .walk(frames -> frames.limit(3).toList())
                                .toString()));
        servlet(context, "status-then-throw", (request, response) -> {
            response.setStatus(404);
            throw new Traceless();
        });
        servlet(context, "throw-after-commit", (request, response) -> {
            print(response, HttpServletResponse.SC_OK, "half");
            response.flushBuffer();
            throw new Traceless();
        });
        servlet(context, "unavailable", (request, response) -> {
            throw new UnavailableException("closed", 1);
        });
        servlet(context, "redirect", (request, response) -> response.sendRedirect("/app/ok"));
        servlet(
                context,
                "form",
                (request, response) ->
                        print(response, HttpServletResponse.SC_OK, "name is " + request.getParameter("name")));
        servlet(
                context,
                "forward",
                (request, response) -> request.getRequestDispatcher("/created").forward(request, response));
        servlet(context, "include", (request, response) -> {
            response.setContentType("text/plain");
            response.getWriter().print("before ");
            request.getRequestDispatcher("/ok").include(request, response);
        });
        servlet(context, "error-page", (request, response) -> response.sendError(PAGED));
        servlet(context, "error-page-replaced", (request, response) -> response.sendError(REPLACED));
        servlet(context, "shown", (request, response) -> response.getWriter().print("a page"));
        servlet(context, "shown-otherwise", (request, response) -> print(response, 503, "another page"));
        servlet(context, "two-filters", (request, response) -> print(response, HttpServletResponse.SC_OK, "passed"));
        servlet(context, "wrapped", (request, response) -> print(response, HttpServletResponse.SC_OK, "wrapped"));
        servlet(context, "mentions", (request, response) -> new Mentions().doFilter(request, response, null));
        servlet(context, "refused", (request, response) -> print(response, HttpServletResponse.SC_OK, "never"));
        servlet(context, "refused-by-default-method", (request, response) -> print(response, 200, "never"));
        servlet(context, "refused-by-lambda", (request, response) -> print(response, 200, "never"));
        servlet(context, "download", (request, response) -> download(response));
        servlet(context, "download-swallowed", (request, response) -> {
            try {
                download(response);
            } catch (IOException gone) {
                // What the application makes of it is its own affair.
            }
        });
    }

    private static void asynchronous(ServletContext context) {
        servlet(context, "async-complete", AsyncProbes::complete);
        servlet(context, "async-dispatch", AsyncProbes::dispatch);
        servlet(context, "async-dispatch-later", AsyncProbes::dispatchLater);
        servlet(context, "async-dispatch-first", AsyncProbes::dispatchFirst);
        servlet(context, "async-timeout", AsyncProbes::timeout);
        servlet(context, "async-timeout-answered", AsyncProbes::timeoutAnswered);
        servlet(context, "async-error", AsyncProbes::error);
        servlet(context, "async-throw", AsyncProbes::throwAfterStart);
        servlet(context, "async-complete-first", AsyncProbes::completeFirst);
        servlet(context, "async-twice", AsyncProbes::twice);
        servlet(context, "async-send-error", AsyncProbes::sendError);
        servlet(context, "async-wrapped", AsyncProbes::wrapped);
        servlet(context, "write-listener", AsyncProbes::writeListener);
        servlet(context, "write-listener-download", AsyncProbes::writeListenerDownload);
        servlet(context, "async-download", AsyncProbes::download);
    }

    private static void servlet(ServletContext context, String name, Probe probe) {
        servlet(context, name, new ProbeServlet(probe));
    }

    private static void servlet(ServletContext context, String name, Servlet servlet) {
        ServletRegistration.Dynamic registration = context.addServlet(name, servlet);
        registration.setAsyncSupported(true);
        registration.addMapping("/" + name);
    }

    private static void filter(ServletContext context, String name, Filter filter, String servlet) {
        FilterRegistration.Dynamic registration = context.addFilter(name, filter);
        registration.setAsyncSupported(true);
        registration.addMappingForServletNames(EnumSet.of(DispatcherType.REQUEST), true, servlet);
    }

    static void print(HttpServletResponse response, int status, String text) {
        response.setStatus(status);
        response.setContentType("text/plain");
        try {
            response.getWriter().print(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Far more than the buffers between the server and a client that does not read. */
    static void download(HttpServletResponse response) throws IOException {
        byte[] block = new byte[100_000];
        response.setContentType("text/plain");
        ServletOutputStream out = response.getOutputStream();
        for (int i = 0; i < 1000; i++) {
            out.write(block);
        }
    }

    /** Some servers send the trace to the client, and below the servlet it is not the same in every run. */
    static final class Traceless extends RuntimeException {
        Traceless() {
            super("secret of a patient", null, false, false);
        }
    }
}
