package io.caretrail.agent.servlet;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/** An HTTP/1.1 client that sends and keeps bytes as they are. */
final class Wire {

    private static final int PATIENCE_MS = 20_000;

    private Wire() {}

    /** All that the server sends until it closes, each byte as one char, without the Date header. */
    static String exchange(int port, String request) throws IOException {
        try (Socket socket = send(port, request)) {
            InputStream in = socket.getInputStream();
            ByteArrayOutputStream received = new ByteArrayOutputStream();
            try {
                in.transferTo(received);
            } catch (SocketException reset) {
                // A server that refuses what it has not read to its end resets; what it said before counts.
                assertTrue(received.size() > 0, request);
            }
            return received.toString(StandardCharsets.ISO_8859_1).replaceFirst("(?m)^Date: .*\r\n", "");
        }
    }

    /** Reads the status line and hangs up. */
    static String hangUp(int port, String request) throws IOException {
        try (Socket socket = send(port, request)) {
            byte[] beginning = socket.getInputStream().readNBytes("HTTP/1.1 200".length());
            socket.setSoLinger(true, 0);
            return new String(beginning, StandardCharsets.ISO_8859_1);
        }
    }

    /** The status of a response; 0 when there is none. */
    static int status(String response) {
        return response.startsWith("HTTP/1.1 ") ? Integer.parseInt(response.substring(9, 12)) : 0;
    }

    private static Socket send(int port, String request) throws IOException {
        Socket socket = new Socket("localhost", port);
        socket.setSoTimeout(PATIENCE_MS);
        socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
        return socket;
    }
}
