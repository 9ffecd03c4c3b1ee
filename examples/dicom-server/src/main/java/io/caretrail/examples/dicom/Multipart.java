package io.caretrail.examples.dicom;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Bodies of {@code multipart/related} (RFC 2387), both ways. */
final class Multipart {

    private static final int MOST_PARTS = 10_000;

    private Multipart() {}

    /** One part. */
    static final class Part {

        private final String type;
        private final String location;
        private final byte[] body;

        /**
         * A part.
         *
         * @param type its Content-Type, in small letters; empty when it has none
         * @param location its Content-Location; empty for none
         */
        Part(String type, String location, byte[] body) {
            this.type = type;
            this.location = location;
            this.body = body;
        }

        String type() {
            return type;
        }

        byte[] body() {
            return body;
        }
    }

    /** The parts of a body; a 400 when it is not one. */
    static List<Part> read(byte[] body, String boundary) throws Refusal {
        if (boundary.isEmpty() || boundary.length() > 70) {
            throw new Refusal(400, "The Content-Type has no boundary of 1 to 70 characters");
        }
        byte[] delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
        int at = startsWith(body, 0, Arrays.copyOfRange(delimiter, 2, delimiter.length))
                ? delimiter.length - 2
                : after(body, delimiter, 0);
        List<Part> parts = new ArrayList<>();
        while (at >= 0 && !startsWith(body, at, "--".getBytes(StandardCharsets.ISO_8859_1))) {
            int end = indexOf(body, delimiter, at);
            if (end < 0 || parts.size() == MOST_PARTS) {
                throw new Refusal(400, end < 0 ? "The last part has no end" : "More than " + MOST_PARTS + " parts");
            }
            parts.add(part(body, at, end));
            at = end + delimiter.length;
        }
        if (parts.isEmpty()) {
            throw new Refusal(400, "The body has no part that begins with --" + boundary);
        }
        return parts;
    }

    static byte[] write(List<Part> parts, String boundary) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Part part : parts) {
            String location = part.location.isEmpty() ? "" : "Content-Location: " + part.location + "\r\n";
            ascii(out, "--" + boundary + "\r\nContent-Type: " + part.type + "\r\n" + location + "\r\n");
            out.writeBytes(part.body);
            ascii(out, "\r\n");
        }
        ascii(out, "--" + boundary + "--\r\n");
        return out.toByteArray();
    }

    private static Part part(byte[] body, int from, int to) throws Refusal {
        byte[] blank = {'\r', '\n', '\r', '\n'};
        int headersEnd = indexOf(body, blank, from);
        if (headersEnd < 0 || headersEnd > to) {
            throw new Refusal(400, "A part has no empty line behind its headers");
        }
        String type = new String(body, from, headersEnd - from, StandardCharsets.ISO_8859_1)
                .lines()
                .map(line -> line.toLowerCase(Locale.ROOT))
                .filter(line -> line.startsWith("content-type:"))
                .map(line -> line.substring(13).strip())
                .findFirst()
                .orElse("");
        int start = Math.min(headersEnd + blank.length, to);
        return new Part(type, "", Arrays.copyOfRange(body, start, to));
    }

    private static int after(byte[] body, byte[] what, int from) {
        int found = indexOf(body, what, from);
        return found < 0 ? -1 : found + what.length;
    }

    private static int indexOf(byte[] body, byte[] what, int from) {
        for (int at = from; at <= body.length - what.length; at++) {
            if (body[at] == what[0] && startsWith(body, at, what)) {
                return at;
            }
        }
        return -1;
    }

    private static boolean startsWith(byte[] body, int at, byte[] what) {
        return at + what.length <= body.length && Arrays.equals(body, at, at + what.length, what, 0, what.length);
    }

    private static void ascii(ByteArrayOutputStream out, String text) {
        out.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
