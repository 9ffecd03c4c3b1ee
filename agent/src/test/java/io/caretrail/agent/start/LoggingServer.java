package io.caretrail.agent.start;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.FileHandler;
import java.util.logging.Formatter;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * A {@link TinyServer} that logs: through java.util.logging, through SLF4J
 * where it is given SLF4J, and through Log4j's API. Its java.util.logging goes to SLF4J's bridge, or else to the file {@code
 * jul.log}. Writes its port to the file {@code port} of the working folder.
 */
public final class LoggingServer {

    private LoggingServer() {}

    public static void main(String[] arguments) throws Exception {
        LogManager.getLogManager().reset();
        if (isThere("org.slf4j.bridge.SLF4JBridgeHandler")) {
            Class.forName("org.slf4j.bridge.SLF4JBridgeHandler")
                    .getMethod("install")
                    .invoke(null);
        } else {
            FileHandler file = new FileHandler("jul.log");
            file.setEncoding(StandardCharsets.UTF_8.name());
            file.setFormatter(new Plain());
            Logger.getLogger("").addHandler(file);
        }
        TinyServer.serve(Logs.class);
    }

    static boolean isThere(String className) {
        try {
            Class.forName(className);
            return true;
        } catch (ClassNotFoundException absent) {
            return false;
        }
    }

    /** Name and message. */
    private static final class Plain extends Formatter {
        @Override
        public String format(LogRecord line) {
            return line.getLoggerName() + ": " + formatMessage(line) + "\n";
        }
    }

    /** Logs under each name what it is asked to: {@code app.jul}, {@code app.slf4j} and {@code app.log4j}. */
    private static final class Ways {

        private static final boolean HAS_SLF4J = isThere("org.slf4j.LoggerFactory");

        private Ways() {}

        static void log(String text) {
            Logger.getLogger("app.jul").log(java.util.logging.Level.INFO, "{0}", text);
            Log4j.log(text);
            if (HAS_SLF4J) {
                Slf4j.log(text);
            }
        }
    }

    private static final class Log4j {
        static void log(String text) {
            org.apache.logging.log4j.LogManager.getLogger("app.log4j").info("{}", text);
        }
    }

    private static final class Slf4j {
        static void log(String text) {
            org.slf4j.LoggerFactory.getLogger("app.slf4j").info("{}", text);
        }

        static void keyValues() {
            org.slf4j.LoggerFactory.getLogger("app.slf4j")
                    .atWarn()
                    .addKeyValue("fhirResourceId", "forged")
                    .addKeyValue("dose", 5)
                    .setCause(new IllegalStateException("not to be recorded"))
                    .log("with Authorization: Bearer abcdefgh12345678");
        }
    }

    /** An argument that logs while it is formatted. */
    private static final class Chatty {
        @Override
        public String toString() {
            Ways.log("while formatting");
            return "chatty";
        }
    }

    /**
     * Answers {@code /Patient/ID} by what {@code how} says: {@code sync}; {@code dispatch}, by another thread; {@code start}, by
     * a task of the container; {@code many} lines; {@code pairs}; {@code chatty}. With {@code together} it waits for so many.
     */
    public static final class Logs extends HttpServlet {

        private static final long serialVersionUID = 1;
        private static final int MANY = 500;

        private static volatile CyclicBarrier barrier = new CyclicBarrier(16);

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            String id = request.getPathInfo().substring(request.getPathInfo().lastIndexOf('/') + 1);
            if (request.getDispatcherType() == DispatcherType.ASYNC) {
                Ways.log("dispatched " + id);
                response.getWriter().print(id);
                return;
            }
            switch (request.getParameter("how")) {
                case "sync" -> {
                    Ways.log("before " + id);
                    meet();
                    Ways.log("after " + id);
                }
                case "dispatch" -> {
                    Ways.log("started " + id);
                    AsyncContext context = request.startAsync();
                    meet();
                    new Thread(context::dispatch, "of-the-application").start();
                }
                case "start" -> {
                    AsyncContext context = request.startAsync();
                    context.start(() -> {
                        meet();
                        Ways.log("task " + id);
                        context.complete();
                    });
                    Ways.log("returns " + id);
                }
                case "many" -> {
                    for (int line = 0; line < MANY; line++) {
                        Logger.getLogger("app.jul").info("line " + line);
                    }
                }
                case "pairs" -> Slf4j.keyValues();
                case "chatty" -> Logger.getLogger("app.jul").log(java.util.logging.Level.INFO, "{0}", new Chatty());
                default -> throw new IllegalArgumentException(request.getQueryString());
            }
            response.getWriter().print(id);
        }

        /** So that requests that are sent side by side are served side by side. */
        private static void meet() {
            try {
                barrier.await(30, TimeUnit.SECONDS);
            } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
