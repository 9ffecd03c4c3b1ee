package io.caretrail.core.http.format;

import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;

/**
 * A complete answer.
 *
 * @param status the HTTP status
 * @param body at most 4 MB of it; not changed any more
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
public record WireAnswer(int status, HttpHeaders headers, byte[] body) {

    /** Whether the status is 2xx. */
    public boolean isSuccess() {
        return status / 100 == 2;
    }

    /** The body as text, UTF-8; rubbish comes out as rubbish. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** Whether this is a page for people: a login form or a proxy's excuse that says 200 has kept no record. */
    public boolean isWebPage() {
        String type = headers.firstValue("Content-Type").orElse("");
        return type.regionMatches(true, 0, "text/html", 0, 9)
                && text().stripLeading().startsWith("<");
    }

    /** The status alone: the rest is the collector's and may hold what it was sent. */
    @Override
    public String toString() {
        return "answer " + status;
    }
}
