package io.caretrail.agent.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * A client that speaks just enough HTTP/2 (RFC 9113), with prior knowledge, to ask on several streams and to leave when it
 * likes. It never opens a window further: of a long answer 64 KB come. Used by one thread.
 */
final class Http2Conversation implements Closeable {

    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int RST_STREAM = 3;
    private static final int SETTINGS = 4;
    private static final int PING = 6;
    private static final int GOAWAY = 7;
    private static final int ACK = 1;
    private static final int END_STREAM = 1;
    private static final int END_HEADERS = 4;
    private static final byte CANCEL = 8;
    private static final int PATIENCE_MILLIS = 20_000;

    private final Socket socket;
    private final DataInputStream in;
    private final Map<Integer, Integer> statuses = new HashMap<>();
    private final Set<Integer> ended = new HashSet<>();
    private int lastStream = -1;

    Http2Conversation(int port) throws IOException {
        socket = new Socket(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        in = new DataInputStream(socket.getInputStream());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(ISO_8859_1));
        writeFrame(out, SETTINGS, 0, 0, new byte[0]);
        send(out);
    }

    /**
     * Asks by GET on a connection of its own, and leaves the moment it has its answer.
     *
     * @return the status, when the stream has ended and the connection is closed
     */
    static int get(int port, String path, String requestId) throws IOException {
        try (Http2Conversation conversation = new Http2Conversation(port)) {
            return conversation.answer(conversation.ask(path, requestId));
        }
    }

    /** Asks by GET; the number of the stream. */
    int ask(String path, String requestId) throws IOException {
        return ask("GET", path, requestId, END_STREAM);
    }

    /** Begins a POST, of whose body nothing is sent; the number of the stream. */
    int upload(String path, String requestId) throws IOException {
        return ask("POST", path, requestId, 0);
    }

    private int ask(String method, String path, String requestId, int flags) throws IOException {
        lastStream += 2;
        ByteArrayOutputStream headers = new ByteArrayOutputStream();
        writeHeader(headers, ":method", method);
        writeHeader(headers, ":scheme", "http");
        writeHeader(headers, ":authority", Ask.HOST);
        writeHeader(headers, ":path", path);
        writeHeader(headers, "x-request-id", requestId);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        writeFrame(out, HEADERS, END_HEADERS | flags, lastStream, headers.toByteArray());
        send(out);
        return lastStream;
    }

    /** Wants no more of a stream. */
    void reset(int stream) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        writeFrame(out, RST_STREAM, 0, stream, new byte[] {0, 0, 0, CANCEL});
        ended.add(stream);
        send(out);
    }

    /** Takes no more streams of the server's, and says that it is about to leave. */
    void goAway() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        writeFrame(out, GOAWAY, 0, 0, new byte[8]);
        send(out);
    }

    /** The status of a stream, once its head is there. */
    int head(int stream) throws IOException {
        while (!statuses.containsKey(stream)) {
            read();
        }
        return statuses.get(stream);
    }

    /** The status of a stream, once it has ended. */
    int answer(int stream) throws IOException {
        while (!ended.contains(stream)) {
            read();
        }
        return statuses.get(stream);
    }

    private void read() throws IOException {
        int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
        int type = in.readUnsignedByte();
        int flags = in.readUnsignedByte();
        int stream = in.readInt();
        byte[] payload = in.readNBytes(length);
        if (payload.length < length) {
            throw new EOFException("the connection ended in a frame");
        }
        if (type == RST_STREAM && !ended.contains(stream)) {
            throw new IOException("the server has reset stream " + stream);
        }
        if ((type == SETTINGS || type == PING) && (flags & ACK) == 0) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            writeFrame(out, type, ACK, 0, type == PING ? payload : new byte[0]);
            send(out);
        }
        if (type == HEADERS && !statuses.containsKey(stream)) {
            statuses.put(stream, status(payload));
        }
        if ((type == DATA || type == HEADERS) && (flags & END_STREAM) != 0) {
            ended.add(stream);
        }
    }

    /** An indexed field of the static table (RFC 7541 appendix A); :status comes first, but for a table size update. */
    private static int status(byte[] block) throws IOException {
        int first = 0;
        if ((block[0] & 0xE0) == 0x20) {
            first = 1;
            while ((block[first - 1] & 0x80) != 0 || block[first - 1] == 0x3F) {
                first++;
            }
        }
        return switch (block[first] & 0xFF) {
            case 0x88 -> 200;
            case 0x89 -> 204;
            case 0x8D -> 404;
            case 0x8E -> 500;
            default -> throw new IOException("no status this client knows: " + block[first]);
        };
    }

    private void send(ByteArrayOutputStream out) throws IOException {
        socket.getOutputStream().write(out.toByteArray());
    }

    private static void writeFrame(ByteArrayOutputStream out, int type, int flags, int stream, byte[] payload) {
        out.write(payload.length >> 16);
        out.write(payload.length >> 8);
        out.write(payload.length);
        out.write(type);
        out.write(flags);
        out.writeBytes(new byte[] {0, 0, 0, (byte) stream});
        out.writeBytes(payload);
    }

    /** A literal without indexing and without Huffman (RFC 7541 section 6.2.2); names and values shorter than 127. */
    private static void writeHeader(ByteArrayOutputStream out, String name, String value) {
        out.write(0);
        out.write(name.length());
        out.writeBytes(name.getBytes(ISO_8859_1));
        out.write(value.length());
        out.writeBytes(value.getBytes(ISO_8859_1));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
