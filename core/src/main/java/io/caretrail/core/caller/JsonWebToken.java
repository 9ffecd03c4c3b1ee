package io.caretrail.core.caller;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads claims out of JSON Web Tokens (RFC 7519) in JWS compact form. The signature is NOT verified: what comes out is
 * what the caller says. Encrypted tokens, broken ones and those beyond the limits give no claims. Thread-safe.
 */
final class JsonWebToken {

    private static final int LONGEST_TOKEN = 16 * 1024;
    private static final int LONGEST_VALUE = 1024;
    private static final int LONGEST_NAME = 256;
    private static final int MOST_ELEMENTS = 64;
    private static final int DEEPEST = 16;
    private static final int MOST_TOKENS = 4096;

    /** Without a table of names: it would be shared by all requests and filled by whoever sends them. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST)
                    .maxNameLength(LONGEST_NAME)
                    .maxNumberLength(64)
                    .maxStringLength(LONGEST_TOKEN)
                    .maxTokenCount(MOST_TOKENS)
                    .build())
            .build();

    private final List<String> names;

    JsonWebToken(List<String> names) {
        this.names = List.copyOf(names);
    }

    /** Whether text looks like a token, wherever it is found: {@code eyJ} is how <code>{"</code> begins in base64. */
    static boolean isLike(String text) {
        return text.startsWith("eyJ") && text.indexOf('.') > 0;
    }

    /**
     * The configured claims of a token, in configured order. A value is a String, Long, Boolean or List of String; objects
     * and null are passed over, and so is a text of more than 1,024 characters: half a subject is another subject. Lists
     * end after 64 elements. Of a claim given twice the last counts (RFC 7519 section 4).
     */
    Map<String, Object> claims(String token) {
        byte[] payload = payload(token);
        if (names.isEmpty() || payload == null) {
            return Map.of();
        }
        @Nullable Object[] values = new Object[names.size()];
        try (JsonParser parser =
                JSON.createParser(ObjectReadContext.empty(), new String(payload, StandardCharsets.UTF_8))) {
            readObject(parser, values);
        } catch (JacksonException broken) {
            return Map.of();
        }
        return inOrder(values);
    }

    /** RFC 7515 section 3.1: three parts. A token of five parts is encrypted (RFC 7516 section 3.1). */
    private static byte @Nullable [] payload(String token) {
        int first = token.indexOf('.');
        int second = token.indexOf('.', first + 1);
        boolean signed = first > 0 && second > first + 1 && token.indexOf('.', second + 1) < 0;
        if (!signed || token.length() > LONGEST_TOKEN) {
            return null;
        }
        try {
            return Base64.getUrlDecoder().decode(token.substring(first + 1, second));
        } catch (IllegalArgumentException broken) {
            return null;
        }
    }

    private void readObject(JsonParser parser, @Nullable Object[] values) {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            return;
        }
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            int index = names.indexOf(parser.currentName());
            JsonToken token = parser.nextToken();
            if (index >= 0) {
                values[index] = token == JsonToken.START_ARRAY ? readList(parser) : scalar(parser, token);
            }
            parser.skipChildren();
        }
    }

    private static List<String> readList(JsonParser parser) {
        List<String> list = new ArrayList<>();
        JsonToken token = parser.nextToken();
        while (token != JsonToken.END_ARRAY) {
            Object element = scalar(parser, token);
            if (element != null && list.size() < MOST_ELEMENTS) {
                list.add(element.toString());
            }
            parser.skipChildren();
            token = parser.nextToken();
        }
        return List.copyOf(list);
    }

    private static @Nullable Object scalar(JsonParser parser, JsonToken token) {
        return switch (token) {
            case VALUE_STRING, VALUE_NUMBER_FLOAT -> text(parser.getString());
            case VALUE_NUMBER_INT ->
                parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                        ? text(parser.getString())
                        : (Object) parser.getLongValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> null;
        };
    }

    private static @Nullable String text(String text) {
        return text.length() > LONGEST_VALUE ? null : text;
    }

    private Map<String, Object> inOrder(@Nullable Object[] values) {
        Map<String, Object> claims = new LinkedHashMap<>();
        for (int i = 0; i < values.length; i++) {
            Object value = values[i];
            if (value != null) {
                claims.put(names.get(i), value);
            }
        }
        return claims;
    }
}
