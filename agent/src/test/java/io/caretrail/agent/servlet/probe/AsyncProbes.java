package io.caretrail.agent.servlet.probe;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Requests that outlive the servlet's return. */
final class AsyncProbes {

    private AsyncProbes() {}

    static void complete(HttpServletRequest request, HttpServletResponse response) {
        AsyncContext context = request.startAsync();
        context.start(() -> {
            ProbeApplication.print(response, HttpServletResponse.SC_CREATED, "later");
            context.complete();
        });
    }

    static void dispatch(HttpServletRequest request, HttpServletResponse response) {
        request.startAsync().dispatch("/created");
    }

    static void dispatchLater(HttpServletRequest request, HttpServletResponse response) {
        AsyncContext context = request.startAsync();
        context.start(() -> context.dispatch("/send-error-404"));
    }

    static void timeout(HttpServletRequest request, HttpServletResponse response) {
        request.startAsync().setTimeout(100);
    }

    static void timeoutAnswered(HttpServletRequest request, HttpServletResponse response) {
        AsyncContext context = request.startAsync();
        context.addListener(new AsyncListener() {
            @Override
            public void onTimeout(AsyncEvent event) {
                ProbeApplication.print(response, HttpServletResponse.SC_OK, "too late");
                context.complete();
            }

            @Override
            public void onComplete(AsyncEvent event) {}

            @Override
            public void onError(AsyncEvent event) {}

            @Override
            public void onStartAsync(AsyncEvent event) {}
        });
        context.setTimeout(100);
    }

    static void error(HttpServletRequest request, HttpServletResponse response) {
        AsyncContext context = request.startAsync();
        context.start(() -> context.dispatch("/throw-before-commit"));
    }

    static void throwAfterStart(HttpServletRequest request, HttpServletResponse response) {
        request.startAsync().setTimeout(2000);
        throw new ProbeApplication.Traceless();
    }

    static void completeFirst(HttpServletRequest request, HttpServletResponse response) throws InterruptedException {
        AsyncContext context = request.startAsync();
        Thread other = new Thread(() -> {
            ProbeApplication.print(response, HttpServletResponse.SC_ACCEPTED, "first");
            context.complete();
        });
        other.start();
        other.join();
    }

    static void dispatchFirst(HttpServletRequest request, HttpServletResponse response) throws InterruptedException {
        AsyncContext context = request.startAsync();
        Thread other = new Thread(() -> context.dispatch("/send-error-404"));
        other.start();
        other.join();
    }

    static void twice(HttpServletRequest request, HttpServletResponse response) {
        if (request.getDispatcherType() == DispatcherType.ASYNC) {
            complete(request, response);
        } else {
            AsyncContext context = request.startAsync();
            context.start(() -> context.dispatch());
        }
    }

    static void sendError(HttpServletRequest request, HttpServletResponse response) {
        AsyncContext context = request.startAsync();
        context.start(() -> {
            try {
                response.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            context.complete();
        });
    }

    /** The response that is given to startAsync says 200 whatever is sent, as those of some frameworks do. */
    static void wrapped(HttpServletRequest request, HttpServletResponse response) {
        AsyncContext context =
                request.startAsync(new HttpServletRequestWrapper(request), new HttpServletResponseWrapper(response) {
                    @Override
                    public int getStatus() {
                        return SC_OK;
                    }
                });
        context.start(() -> {
            ProbeApplication.print(response, HttpServletResponse.SC_CONFLICT, "wrapped");
            context.complete();
        });
    }

    static void writeListener(HttpServletRequest request, HttpServletResponse response) throws IOException {
        write(request.startAsync(), response, 100);
    }

    static void writeListenerDownload(HttpServletRequest request, HttpServletResponse response) throws IOException {
        AsyncContext context = request.startAsync();
        context.setTimeout(500);
        write(context, response, 100_000);
    }

    private static void write(AsyncContext context, HttpServletResponse response, int blocks) throws IOException {
        byte[] block = new byte[1000];
        response.setContentType("text/plain");
        response.setContentLength(block.length * blocks);
        ServletOutputStream out = response.getOutputStream();
        out.setWriteListener(new WriteListener() {
            private int left = blocks;

            @Override
            public void onWritePossible() throws IOException {
                while (left > 0 && out.isReady()) {
                    out.write(block);
                    left--;
                }
                if (left == 0 && out.isReady()) {
                    context.complete();
                }
            }

            @Override
            public void onError(Throwable failure) {
                context.complete();
            }
        });
    }

    /** Writes until the client is gone; as frameworks do, it swallows the exception. */
    static void download(HttpServletRequest request, HttpServletResponse response) {
        AsyncContext context = request.startAsync();
        context.start(() -> {
            try {
                ProbeApplication.download(response);
            } catch (IOException gone) {
                // What the application makes of it is its own affair.
            }
            context.complete();
        });
    }
}
