package io.caretrail.core;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A collector on a real socket that answers what the test says, and keeps what it has answered with 200. */
final class ScriptedCollector implements AutoCloseable {

    /** Records of requests that were answered with 200, as they came. */
    final List<String> taken = new CopyOnWriteArrayList<>();

    /** When requests came, of System.nanoTime. */
    final List<Long> times = new CopyOnWriteArrayList<>();

    /** From the body of a request to the status. */
    volatile Function<String, Integer> status = body -> 200;

    /** A header of answers that are not 200; empty for none. */
    volatile String retryAfter = "";

    private final HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);

    ScriptedCollector() throws IOException {
        server.createContext("/", this::answer);
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        times.add(System.nanoTime());
        String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        int answer = status.apply(body);
        if (answer == 200) {
            body.lines().forEach(taken::add);
        } else if (!retryAfter.isEmpty()) {
            exchange.getResponseHeaders().set("Retry-After", retryAfter);
        }
        exchange.sendResponseHeaders(answer, -1);
        exchange.close();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/audit";
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
