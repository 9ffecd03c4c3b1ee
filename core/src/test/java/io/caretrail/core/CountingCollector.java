package io.caretrail.core;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A collector on a real socket that remembers of each client only how far it is, so that it can take any number of records:
 * the requests of a client are numbered from 0, {@code CLIENT-NUMBER}, and follow each other. Refuses every connection until
 * it is opened.
 */
final class CountingCollector implements AutoCloseable {

    private static final Pattern REQUEST = Pattern.compile("\"correlationId\":\"(\\d+)-(\\d+)\"");
    private static final Pattern MISSING = Pattern.compile("\"missingRecords\":(\\d+)");

    /** How many records of each client have come, which says what must come next. */
    private final Map<String, Long> next = new HashMap<>();

    private final InetSocketAddress address;

    /** Bound and not listening: nobody else gets the port, and who connects is refused. */
    private final Socket reserved = new Socket();

    private HttpServer server;
    private long delivered;
    private long doubled;
    private long skipped;
    private long counted;
    private long first;
    private long last;

    CountingCollector() throws IOException {
        reserved.setReuseAddress(true);
        reserved.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        address = (InetSocketAddress) reserved.getLocalSocketAddress();
    }

    String url() {
        return "http://" + address.getHostString() + ":" + address.getPort() + "/audit";
    }

    void open() throws IOException {
        reserved.close();
        server = HttpServer.create(address, 0);
        server.createContext("/", this::take);
        server.start();
    }

    private void take(HttpExchange exchange) throws IOException {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(exchange.getRequestBody(), UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                record(line);
            }
        }
        exchange.sendResponseHeaders(200, -1);
        exchange.close();
    }

    private synchronized void record(String line) {
        Matcher request = REQUEST.matcher(line);
        if (!request.find()) {
            Matcher missing = MISSING.matcher(line);
            counted += missing.find() ? Long.parseLong(missing.group(1)) : 0;
            return;
        }
        last = System.nanoTime();
        first = delivered == 0 ? last : first;
        delivered++;
        long place = 2 * Long.parseLong(request.group(2)) + (line.contains("\"resultType\":\"Started\"") ? 0 : 1);
        long expected = next.getOrDefault(request.group(1), 0L);
        if (place < expected) {
            doubled++;
        } else {
            skipped += place - expected;
            next.put(request.group(1), place + 1);
        }
    }

    /** Records of requests, doubled ones included. */
    synchronized long delivered() {
        return delivered;
    }

    /** Records that had come before, or came behind a later one of the same client. */
    synchronized long doubled() {
        return doubled;
    }

    /** Records that did not come before a later one of the same client did. */
    synchronized long skipped() {
        return skipped;
    }

    /** Records that Gap records count as missing. */
    synchronized long counted() {
        return counted;
    }

    /** Between the first record and the last one. */
    synchronized double seconds() {
        return (last - first) / 1e9;
    }

    /** In nanoseconds, of System.nanoTime. */
    synchronized long firstAt() {
        return first;
    }

    @Override
    public void close() throws IOException {
        reserved.close();
        if (server != null) {
            server.stop(0);
        }
    }
}
