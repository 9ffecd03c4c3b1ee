package io.caretrail.agent.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One request as it goes on the wire, and what is expected of it. Immutable.
 *
 * @param id sent as X-Request-Id, unique in a run; of a request that cannot carry one, its name in the ledger only
 * @param bytes all that is sent, one char a byte
 * @param legible whether a server can read the id and the target
 */
record Ask(String id, String method, String target, String bytes, boolean legible, Expected expected) {

    /** What the client names as the server, whatever port it listens on, so that two runs can be compared. */
    static final String HOST = "fhir.example:8080";

    /** A request without body. */
    static Ask of(String id, String method, String target, String... headers) {
        return withBody(id, method, target, "", headers);
    }

    /** A request with a body; the headers say how it is framed. */
    static Ask withBody(String id, String method, String target, String body, String... headers) {
        List<String> lines = new ArrayList<>();
        lines.add(method + " " + target + " HTTP/1.1");
        lines.add("Host: " + HOST);
        lines.add("X-Request-Id: " + id);
        lines.addAll(Arrays.asList(headers));
        return new Ask(id, method, target, String.join("\r\n", lines) + "\r\n\r\n" + body, true, Expected.anything());
    }

    /** A request with an announced body. */
    static Ask post(String id, String target, String contentType, String body) {
        return withBody(
                id,
                "POST",
                target,
                body,
                "Content-Type: " + contentType,
                "Content-Length: " + body.getBytes(ISO_8859_1).length);
    }

    /** Bytes as they are; {@code $ID} stands for the id. */
    static Ask raw(String id, String method, String target, String bytes) {
        return new Ask(id, method, target, bytes.replace("$ID", id), true, Expected.anything());
    }

    /** Bytes of which a server cannot read a request whole. */
    static Ask illegible(String id, String bytes) {
        return new Ask(id, "", "", bytes, false, Expected.anything());
    }

    Ask expecting(Expected expectation) {
        return new Ask(id, method, target, bytes, legible, expectation);
    }

    byte[] wire() {
        return bytes.getBytes(ISO_8859_1);
    }
}
