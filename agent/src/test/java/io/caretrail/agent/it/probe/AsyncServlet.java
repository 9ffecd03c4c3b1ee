package io.caretrail.agent.it.probe;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The ways an asynchronous request goes on and ends. */
@WebServlet(urlPatterns = "/async/*", asyncSupported = true)
public class AsyncServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;
    private static final long SHORT_TIMEOUT_MILLIS = 200;
    /** For servers that notice a client's end in no other way; long enough for every answer. */
    static final long LONG_TIMEOUT_MILLIS = 2_000;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getDispatcherType() == DispatcherType.ASYNC
                && request.getPathInfo().equals("/twice")) {
            response.getWriter().write("second round ");
        }
        AsyncContext context = request.startAsync();
        switch (request.getPathInfo()) {
            case "/complete" -> context.start(() -> answer(context, "complete"));
            case "/own-thread" -> ownThread(() -> answer(context, "own thread"));
            case "/at-once" -> answer(context, "at once");
            case "/before-return" -> join(ownThread(() -> answer(context, "before return")));
            case "/dispatch" -> context.start(() -> context.dispatch("/ok"));
            case "/dispatch-missing" -> context.dispatch("/missing");
            case "/dispatch-throw" -> context.dispatch("/throw");
            case "/twice" -> twice(request, context);
            case "/timeout" -> {
                context.setTimeout(SHORT_TIMEOUT_MILLIS);
                PlainServlet.arrived(request);
            }
            case "/timeout-answered" -> {
                context.setTimeout(SHORT_TIMEOUT_MILLIS);
                context.addListener(new AnsweringListener(HttpServletResponse.SC_OK));
            }
            case "/timeout-refused" -> {
                context.setTimeout(SHORT_TIMEOUT_MILLIS);
                context.addListener(new AnsweringListener(HttpServletResponse.SC_SERVICE_UNAVAILABLE));
            }
            case "/timeout-throws" -> {
                context.setTimeout(SHORT_TIMEOUT_MILLIS);
                context.addListener(new ThrowingListener());
            }
            case "/worker-dies" -> {
                context.setTimeout(3 * SHORT_TIMEOUT_MILLIS);
                context.start(AsyncServlet::die);
            }
            case "/error-answered" -> {
                context.addListener(new AnsweringListener(HttpServletResponse.SC_SERVICE_UNAVAILABLE));
                throw new IllegalStateException("probe");
            }
            case "/throw" -> {
                // For a server that takes the request to go on.
                context.setTimeout(3 * SHORT_TIMEOUT_MILLIS);
                throw new IllegalStateException("probe");
            }
            case "/throw-dispatched" -> {
                context.dispatch("/ok");
                throw new IllegalStateException("probe");
            }
            case "/throw-completed" -> {
                context.complete();
                throw new IllegalStateException("probe");
            }
            case "/senderror" -> context.start(() -> refuse(context));
            case "/stream" -> stream(request, context);
            case "/stream-listened" -> {
                context.addListener(new CompletingListener());
                stream(request, context);
            }
            default -> throw new IOException("no such probe: " + request.getPathInfo());
        }
    }

    private static void answer(AsyncContext context, String text) {
        try {
            context.getResponse().setContentType("text/plain;charset=UTF-8");
            context.getResponse().getWriter().write(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        context.complete();
    }

    private static void twice(HttpServletRequest request, AsyncContext context) {
        if (request.getDispatcherType() == DispatcherType.ASYNC) {
            context.start(() -> answer(context, "done"));
        } else {
            context.start(() -> context.dispatch());
        }
    }

    private static void refuse(AsyncContext context) {
        try {
            ((HttpServletResponse) context.getResponse()).sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        context.complete();
    }

    /**
     * Leaves a failed write to the container and touches nothing of the request after it, as the specification asks
     * (Servlet 5.0 section 2.3.3.4): Tomcat may have given the objects to the next request by then.
     */
    private void stream(HttpServletRequest request, AsyncContext context) {
        context.setTimeout(LONG_TIMEOUT_MILLIS);
        int kilobytes = Integer.parseInt(request.getParameter("kb"));
        ownThread(() -> {
            try {
                StreamServlet.write(context.getResponse().getOutputStream(), kilobytes);
                context.complete();
            } catch (IOException e) {
                log("stream ended: " + e.getClass());
            }
        });
    }

    /** Later than the servlet's return, so that it is always the timeout that ends the request. */
    private static void die() {
        try {
            Thread.sleep(2 * SHORT_TIMEOUT_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new IllegalStateException("probe");
    }

    private static Thread ownThread(Runnable work) {
        Thread thread = new Thread(work, "probe-own-thread");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static void join(Thread thread) throws IOException {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
