package io.caretrail.examples.story;

import java.util.Map;
import java.util.TreeMap;

/**
 * What a request is expected to come to. Immutable.
 *
 * @param status the HTTP status
 * @param operation the operation's name in the trail, without prefix; empty when the story does not say
 * @param properties what the trail's final record says of it, at least; sorted by name
 */
public record Expectation(int status, String operation, Map<String, String> properties) {

    public Expectation {
        properties = new TreeMap<>(properties);
    }

    public static Expectation of(int status) {
        return new Expectation(status, "", Map.of());
    }

    public static Expectation of(int status, String operation) {
        return new Expectation(status, operation, Map.of());
    }

    public Expectation with(String property, String value) {
        Map<String, String> more = new TreeMap<>(properties);
        more.put(property, value);
        return new Expectation(status, operation, more);
    }

    @Override
    public Map<String, String> properties() {
        return Map.copyOf(properties);
    }
}
