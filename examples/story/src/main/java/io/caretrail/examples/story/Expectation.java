package io.caretrail.examples.story;

import java.util.HashMap;
import java.util.Map;

/**
 * What a request is expected to come to. Immutable.
 *
 * @param status the HTTP status
 * @param operation the operation's name in the trail, without prefix
 * @param properties what the trail's final record says of it, at least
 * @param refusedBy the part of the server that answers instead of an application, such as {@code connector} or
 *     {@code login}; empty when an application gets the request
 */
public record Expectation(int status, String operation, Map<String, String> properties, String refusedBy) {

    public Expectation {
        properties = Map.copyOf(properties);
    }

    public static Expectation of(int status, String operation) {
        return new Expectation(status, operation, Map.of(), "");
    }

    public Expectation with(String property, String value) {
        Map<String, String> more = new HashMap<>(properties);
        more.put(property, value);
        return new Expectation(status, operation, more, refusedBy);
    }

    public Expectation refusedBy(String part) {
        return new Expectation(status, operation, properties, part);
    }
}
