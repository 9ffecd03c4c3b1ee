package io.caretrail.agent.it;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;

/** One connection of the raw client. Used by one thread. */
final class Conversation implements Closeable {

    private static final int PATIENCE_MILLIS = 20_000;
    /** Small, so that a long answer does not fit into the network's buffers before a client leaves. */
    private static final int RECEIVE_BUFFER = 8 * 1024;

    private final Socket socket = new Socket();
    private final InputStream in;

    Conversation(int port) throws IOException {
        socket.setReceiveBufferSize(RECEIVE_BUFFER);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.connect(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port));
        in = new BufferedInputStream(socket.getInputStream());
    }

    void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /** Sends a request and reads its whole answer. */
    Answer ask(Ask ask) throws IOException {
        send(ask.wire());
        return answer(ask);
    }

    /** Reads the answer to a request that was sent; a connection reset while waiting for it is no answer. */
    Answer answer(Ask ask) throws IOException {
        try {
            return Answer.read(in, ask.method());
        } catch (SocketException reset) {
            return Answer.NONE;
        }
    }

    /** Reads the answer's head and leaves the body where it is. */
    Answer head(Ask ask) throws IOException {
        return Answer.readHead(in, ask.method());
    }

    /** Reads the interim response by which a server says that it has the request's head. */
    void awaitContinue() throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int b = in.read();
            if (b < 0) {
                throw new IOException("no 100 (Continue) but the end after: " + head);
            }
            head.append((char) b);
        }
        String interim = head.toString();
        if (!interim.startsWith("HTTP/1.1 100")) {
            throw new IOException("no 100 (Continue) but: " + interim);
        }
    }

    /** Nothing more will be sent, answers are still read. */
    void finishSending() throws IOException {
        socket.shutdownOutput();
    }

    /** Leaves with a reset (RST), as a client that is killed or a middlebox that gives up. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
