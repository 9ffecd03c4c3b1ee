package io.caretrail.core.http.format;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A request of a format. Credentials, the configured headers and the compression are added to it.
 *
 * @param method POST, as a rule
 * @param path what the configured url is to end in, with query if need be: {@code /_bulk}; empty for the url as it stands
 * @param headers Content-Type and what else the format needs
 * @param body as it is before compression; not changed any more
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
public record WireRequest(String method, String path, Map<String, String> headers, byte[] body) {

    /** A POST. */
    public static WireRequest post(String path, String contentType, byte[] body) {
        return new WireRequest("POST", path, Map.of("Content-Type", contentType), body);
    }

    /** A GET without body. */
    public static WireRequest get(String path) {
        return new WireRequest("GET", path, Map.of("Accept", "application/json"), new byte[0]);
    }

    /** The same with a further header. */
    public WireRequest with(String name, String value) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put(name, value);
        return new WireRequest(method, path, Map.copyOf(all), body);
    }

    /** Without the body, which holds records. */
    @Override
    public String toString() {
        return method + " " + path;
    }
}
