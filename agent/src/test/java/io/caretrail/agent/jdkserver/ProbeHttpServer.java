package io.caretrail.agent.jdkserver;

import com.sun.net.httpserver.BasicAuthenticator;
import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;

/** A service on the JDK's own server, as a JVM of its own. Says its port on standard output. */
public final class ProbeHttpServer {

    private static final int MANY = 16;
    private static final int BLOCK = 64 * 1024;
    private static final int BLOCKS = 512;

    private ProbeHttpServer() {}

    public static void main(String[] arguments) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newFixedThreadPool(MANY));
        server.createContext("/ok", exchange -> answer(exchange, 200, "at your service"));
        server.createContext("/chunked", ProbeHttpServer::chunked);
        server.createContext("/no-content", exchange -> exchange.sendResponseHeaders(204, -1));
        server.createContext("/empty", exchange -> exchange.sendResponseHeaders(200, -1));
        server.createContext("/not-found", exchange -> answer(exchange, 404, "no such patient"));
        server.createContext("/created", exchange -> {
            exchange.getResponseHeaders().set("Location", "/fhir/Patient/7/_history/1");
            answer(exchange, 201, "made");
        });
        server.createContext("/echo", ProbeHttpServer::echo);
        server.createContext("/throw", exchange -> {
            throw new IllegalStateException("probe");
        });
        server.createContext("/throw-number", exchange -> {
            throw new NumberFormatException("probe");
        });
        server.createContext("/throw-late", exchange -> {
            exchange.sendResponseHeaders(200, 100);
            exchange.getResponseBody().write("half".getBytes(StandardCharsets.US_ASCII));
            throw new IllegalStateException("probe");
        });
        server.createContext("/throw-error", exchange -> {
            throw new StackOverflowError();
        });
        server.createContext("/twice", ProbeHttpServer::twice);
        server.createContext("/no-answer", HttpExchange::close);
        server.createContext("/later", exchange -> new Thread(() -> later(exchange)).start());
        server.createContext("/download", exchange -> download(exchange, false));
        server.createContext("/download-swallowed", exchange -> download(exchange, true));
        server.createContext("/filtered", exchange -> {
                    throw new IllegalStateException("probe");
                })
                .getFilters()
                .add(Filter.beforeHandler("passes", exchange -> {}));
        server.createContext("/mended", exchange -> {
                    throw new IllegalStateException("probe");
                })
                .getFilters()
                .add(new Mending());
        server.createContext("/login", exchange -> answer(exchange, 200, "welcome"))
                .setAuthenticator(new BasicAuthenticator("probe") {
                    @Override
                    public boolean checkCredentials(String user, String password) {
                        return user.equals("alice") && password.equals("wonder");
                    }
                });
        server.start();
        System.out.println("serves on port " + server.getAddress().getPort());
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.US_ASCII);
        exchange.getResponseHeaders().set("Content-Type", "text/plain");
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, head ? -1 : body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            if (!head) {
                out.write(body);
            }
        }
    }

    private static void chunked(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream out = exchange.getResponseBody()) {
            for (int i = 0; i < 3; i++) {
                out.write(("piece " + i + ' ').getBytes(StandardCharsets.US_ASCII));
                out.flush();
            }
        }
    }

    private static void echo(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
        try (exchange) {
            exchange.getResponseBody().write(body);
        }
    }

    /** Newer Javas refuse to send the first head; the second is sent then, and whatever comes after that is refused. */
    private static void twice(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().add("X-Bad", "euro");
        exchange.getResponseHeaders().get("X-Bad").set(0, "\u20ac");
        for (int status : new int[] {200, 503, 404}) {
            try {
                exchange.sendResponseHeaders(status, 2);
            } catch (IOException | IllegalArgumentException refused) {
                exchange.getResponseHeaders().remove("X-Bad");
            }
        }
        exchange.getResponseBody().write(new byte[] {'n', 'o'});
        exchange.close();
    }

    private static void later(HttpExchange exchange) {
        try {
            Thread.sleep(50);
            answer(exchange, 200, "later");
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** More than fits between a server and a client that does not read. */
    private static void download(HttpExchange exchange, boolean swallows) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream out = exchange.getResponseBody();
                InputStream in = exchange.getRequestBody()) {
            in.readAllBytes();
            byte[] block = new byte[BLOCK];
            for (int i = 0; i < BLOCKS; i++) {
                out.write(block);
            }
        } catch (IOException gone) {
            if (!swallows) {
                throw gone;
            }
        }
    }

    /** Answers for a handler that fails. */
    private static final class Mending extends Filter {
        @Override
        public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
            try {
                chain.doFilter(exchange);
            } catch (IllegalStateException e) {
                answer(exchange, 200, "mended");
            }
        }

        @Override
        public String description() {
            return "mends";
        }
    }
}
