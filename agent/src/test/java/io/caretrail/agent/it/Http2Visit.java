package io.caretrail.agent.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;

/** A client that speaks just enough HTTP/2 (RFC 9113) to ask once and leave the moment it has its answer. */
final class Http2Visit {

    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int SETTINGS = 4;
    private static final int END_STREAM = 1;
    private static final int END_HEADERS = 4;
    private static final int PATIENCE_MILLIS = 20_000;

    private Http2Visit() {}

    /**
     * Asks by GET on a connection of its own.
     *
     * @return the status, when the stream has ended and the connection is closed
     */
    static int get(int port, String path, String requestId) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(ISO_8859_1));
        writeFrame(out, SETTINGS, 0, 0, new byte[0]);
        ByteArrayOutputStream headers = new ByteArrayOutputStream();
        writeHeader(headers, ":method", "GET");
        writeHeader(headers, ":scheme", "http");
        writeHeader(headers, ":authority", Ask.HOST);
        writeHeader(headers, ":path", path);
        writeHeader(headers, "x-request-id", requestId);
        writeFrame(out, HEADERS, END_HEADERS | END_STREAM, 1, headers.toByteArray());
        try (Socket socket = new Socket(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port)) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.setTcpNoDelay(true);
            socket.getOutputStream().write(out.toByteArray());
            return status(new DataInputStream(socket.getInputStream()));
        }
    }

    private static int status(DataInputStream in) throws IOException {
        int status = 0;
        boolean ended = false;
        while (!ended) {
            int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
            int type = in.readUnsignedByte();
            int flags = in.readUnsignedByte();
            in.readInt();
            byte[] payload = in.readNBytes(length);
            if (payload.length < length) {
                throw new EOFException("the connection ended in a frame");
            }
            if (type == HEADERS) {
                status = status(payload);
            }
            ended = (type == DATA || type == HEADERS) && (flags & END_STREAM) != 0;
        }
        return status;
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
            case 0x8E -> 500;
            default -> throw new IOException("no status this client knows: " + block[first]);
        };
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
}
