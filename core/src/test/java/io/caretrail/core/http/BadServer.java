package io.caretrail.core.http;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server on a real socket that does what it is told to each connection, well or badly. */
final class BadServer implements Closeable {

    /** What is done to a connection whose request, head and body, has been read as far as it is asked for. */
    interface Misdeed {
        void to(Socket socket, String request) throws Exception;
    }

    private final ServerSocket listener;
    private final Thread thread;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    final List<String> requests = new CopyOnWriteArrayList<>();
    volatile Misdeed misdeed;

    BadServer(Misdeed misdeed) throws IOException {
        this(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), misdeed);
    }

    BadServer(ServerSocket listener, Misdeed misdeed) {
        this.listener = listener;
        this.misdeed = misdeed;
        thread = new Thread(this::serve, "bad-server");
        thread.setDaemon(true);
        thread.start();
    }

    /** Answers with text and goes on with the connection. */
    static Misdeed says(String answer) {
        return (socket, request) -> socket.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
    }

    int port() {
        return listener.getLocalPort();
    }

    private void serve() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                sockets.add(socket);
                Thread connection = new Thread(() -> serve(socket), "bad-server-connection");
                connection.setDaemon(true);
                connection.start();
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try {
            for (String request = read(socket.getInputStream()); request != null; ) {
                requests.add(request);
                misdeed.to(socket, request);
                request = read(socket.getInputStream());
            }
        } catch (Exception misdone) {
            // The client's side of it is what the tests look at.
            sockets.remove(socket);
        }
    }

    /** A request with Content-Length; null at the end of the connection. */
    static String read(InputStream in) throws IOException {
        StringBuilder text = new StringBuilder();
        while (text.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                return null;
            }
            text.append((char) next);
        }
        var length =
                java.util.regex.Pattern.compile("(?i)content-length: *(\\d+)").matcher(text);
        if (length.find()) {
            text.append(new String(in.readNBytes(Integer.parseInt(length.group(1))), StandardCharsets.ISO_8859_1));
        }
        return text.toString();
    }

    /** The next close sends a reset. */
    static void reset(Socket socket) throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
