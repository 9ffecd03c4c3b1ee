package io.caretrail.core.caller;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads one element of a Forwarded header (RFC 7239 section 4): {@code for="[2001:db8::17]:4711";proto=https;host=h}. An
 * IPv6 address without quotation marks is taken too, since proxies send it.
 */
final class ForwardedElement {

    private static final int LONGEST = 1024;

    private final String text;
    private int at;
    private @Nullable String node;
    private @Nullable String proto;
    private @Nullable String host;

    private ForwardedElement(String text) {
        this.text = text;
    }

    /** What the element says; {@link Hop#NOTHING} when it is malformed, says a thing twice or is longer than 1,024. */
    static Hop parse(String text) {
        ForwardedElement element = new ForwardedElement(text);
        return text.length() <= LONGEST && element.readPairs()
                ? Hop.of(element.node, element.proto, element.host)
                : Hop.NOTHING;
    }

    private boolean readPairs() {
        while (at < text.length()) {
            int equals = text.indexOf('=', at);
            int semicolon = text.indexOf(';', at);
            if (semicolon >= 0 && text.substring(at, semicolon).isBlank()) {
                at = semicolon + 1;
                continue;
            }
            if (equals < 0 || (semicolon >= 0 && semicolon < equals)) {
                return text.substring(at).isBlank();
            }
            String name = text.substring(at, equals).strip().toLowerCase(Locale.ROOT);
            at = equals + 1;
            String value = at < text.length() && text.charAt(at) == '"' ? quoted() : plain();
            if (value == null || !take(name, value)) {
                return false;
            }
        }
        return true;
    }

    private String plain() {
        int semicolon = text.indexOf(';', at);
        int end = semicolon < 0 ? text.length() : semicolon;
        String value = text.substring(at, end).strip();
        at = end + 1;
        return value;
    }

    /** A quoted string (RFC 9110 section 5.6.4) and the semicolon behind it; null when either is missing. */
    private @Nullable String quoted() {
        StringBuilder value = new StringBuilder();
        for (int i = at + 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                int semicolon = text.indexOf(';', i);
                int end = semicolon < 0 ? text.length() : semicolon;
                at = end + 1;
                return text.substring(i + 1, end).isBlank() ? value.toString() : null;
            }
            if (c == '\\' && i + 1 < text.length()) {
                c = text.charAt(++i);
            }
            value.append(c);
        }
        return null;
    }

    private boolean take(String name, String value) {
        boolean first = true;
        switch (name) {
            case "for" -> {
                first = node == null;
                node = value;
            }
            case "proto" -> {
                first = proto == null;
                proto = value;
            }
            case "host" -> {
                first = host == null;
                host = value;
            }
            default -> {
                // by, and what extensions define (RFC 7239 section 5.5), say nothing of the client.
            }
        }
        return first;
    }
}
