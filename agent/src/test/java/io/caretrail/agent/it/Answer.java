package io.caretrail.agent.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.caretrail.agent.it.probe.UpgradeServlet;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What came back on the wire for one request, byte for byte (RFC 9112). Immutable.
 *
 * @param status of the final response; 0 when the connection ended, or HTTP/0.9 answered, without one
 * @param raw every byte of it, interim responses included, one char a byte
 */
record Answer(int status, String raw) {

    static final Answer NONE = new Answer(0, "");

    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/\\d\\.\\d (\\d{3}) ?[^\r\n]*\r\n");
    /** The option is compared without regard to case (RFC 9110 section 7.6.1); Open Liberty writes it otherwise. */
    private static final Pattern CLOSE = Pattern.compile("(?i)\r\nConnection: close\r\n");

    private static final Pattern DATE = Pattern.compile("\r\nDate: [^\r\n]*\r\n");

    /** Reads one response to its end. */
    static Answer read(InputStream in, String method) throws IOException {
        return new Reader(in).answer(method, true);
    }

    /** Reads a response up to the first byte of its body. */
    static Answer readHead(InputStream in, String method) throws IOException {
        return new Reader(in).answer(method, false);
    }

    /** The response with the one thing taken out that two runs of a server cannot share. */
    String withoutDate() {
        return DATE.matcher(raw).replaceAll("\r\nDate: -\r\n");
    }

    /** Whether the server closes the connection after it. */
    boolean last() {
        return status == 0 || CLOSE.matcher(raw).find();
    }

    private static final class Reader {

        private final InputStream in;
        private final ByteArrayOutputStream raw = new ByteArrayOutputStream();

        Reader(InputStream in) {
            this.in = in;
        }

        Answer answer(String method, boolean withBody) throws IOException {
            String head = head();
            Matcher statusLine = STATUS_LINE.matcher(head);
            if (!statusLine.lookingAt()) {
                rest();
                return new Answer(0, raw.toString(ISO_8859_1));
            }
            int status = Integer.parseInt(statusLine.group(1));
            if (status == 100) {
                return answer(method, withBody);
            }
            if (status == 101) {
                take(UpgradeServlet.FAREWELL.length());
            } else if (withBody && !method.equals("HEAD") && status != 204 && status != 304) {
                body(head.toLowerCase(Locale.ROOT));
            }
            return new Answer(status, raw.toString(ISO_8859_1));
        }

        private String head() throws IOException {
            StringBuilder head = new StringBuilder();
            for (int b = next(); b >= 0; b = next()) {
                head.append((char) b);
                if (b == '\n' && head.toString().endsWith("\r\n\r\n")) {
                    break;
                }
                if (head.length() == 5 && !head.toString().equals("HTTP/")) {
                    break;
                }
            }
            return head.toString();
        }

        /** RFC 9112 section 6.3. */
        private void body(String head) throws IOException {
            if (head.contains("\r\ntransfer-encoding: chunked\r\n")) {
                chunks();
            } else if (head.contains("\r\ncontent-length: ")) {
                int start = head.indexOf("\r\ncontent-length: ") + "\r\ncontent-length: ".length();
                take(Long.parseLong(head.substring(start, head.indexOf("\r\n", start))));
            } else {
                rest();
            }
        }

        private void chunks() throws IOException {
            while (true) {
                String size = line();
                if (size.isEmpty()) {
                    return;
                }
                long length = Long.parseLong(size.strip(), 16);
                if (length == 0) {
                    break;
                }
                take(length + 2);
            }
            String trailer = line();
            while (trailer.length() > 2) {
                trailer = line();
            }
        }

        private String line() throws IOException {
            StringBuilder line = new StringBuilder();
            for (int b = next(); b >= 0; b = next()) {
                line.append((char) b);
                if (b == '\n') {
                    break;
                }
            }
            return line.toString();
        }

        private void take(long count) throws IOException {
            for (long i = 0; i < count && next() >= 0; i++) {}
        }

        private void rest() throws IOException {
            while (next() >= 0) {}
        }

        private int next() throws IOException {
            int b = in.read();
            if (b >= 0) {
                raw.write(b);
            }
            return b;
        }
    }
}
