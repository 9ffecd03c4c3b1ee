package io.caretrail.core.diagnostic;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The properties of a line: what Caretrail knows of it, then what the log call gave. A key of the call that is one of ours, in
 * any case, gets {@link #FOREIGN} before it, whether or not the line at hand has that property; so does one that begins so
 * already. What stands under a name of ours is therefore never the application's.
 */
final class Arguments {

    static final String FOREIGN = "log.";

    /** Every property that Caretrail itself writes, in either category (its JSON Schemas), in lower case. */
    private static final Set<String> OURS = Stream.of(
                    "fhirResourceType fhirResourceId fhirVersionId fhirCompartment fhirOperation",
                    "dicomResourceType studyInstanceUid seriesInstanceUid sopInstanceUid dicomFrames",
                    "dicomTag dicomPartition workitemUid aeTitle operationId method host userAgent",
                    "peerIpAddress disputedIpAddress headersNotCopied failedParts requestBytes",
                    "responseBytes truncated version process configurationHash hooks missingRecords",
                    "refusedRequests reason file bytes records trail sequence chain keyId signedText",
                    "signature missingCategory logger thread exception")
            .flatMap(names -> Arrays.stream(names.split(" ")))
            .map(name -> name.toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());

    private Arguments() {}

    /** Adds what the call gave; its values as text, whole number, boolean or list of texts, without known credentials. */
    static void add(Map<String, ? extends @Nullable Object> arguments, Map<String, Object> properties) {
        arguments.forEach((key, value) -> {
            if (key != null && value != null) {
                properties.put(name(key), value(key, value));
            }
        });
    }

    static String name(String key) {
        String plain = key.toLowerCase(Locale.ROOT);
        return OURS.contains(plain) || plain.startsWith(FOREIGN) ? FOREIGN + key : key;
    }

    private static Object value(String key, Object value) {
        if (FreeText.isCredential(key)) {
            return FreeText.MASK;
        }
        if (value instanceof Integer || value instanceof Long || value instanceof Boolean) {
            return value;
        }
        if (value instanceof Short || value instanceof Byte) {
            return ((Number) value).longValue();
        }
        if (value instanceof List<?> list) {
            return list.stream().map(Arguments::text).toList();
        }
        if (value instanceof Object[] array) {
            return Arrays.stream(array).map(Arguments::text).toList();
        }
        return value instanceof Map<?, ?> map ? withoutCredentials(map).toString() : text(value);
    }

    private static Map<String, String> withoutCredentials(Map<?, ?> map) {
        Map<String, String> masked = new LinkedHashMap<>();
        map.forEach((key, value) -> {
            String name = text(key);
            masked.put(name, FreeText.isCredential(name) ? FreeText.MASK : text(value));
        });
        return masked;
    }

    /** An application's own text form may throw: then the line is kept, and says whose did. */
    private static String text(@Nullable Object value) {
        try {
            return FreeText.masked(String.valueOf(value));
        } catch (RuntimeException e) {
            return "(" + (value == null ? null : value.getClass().getName()) + ".toString threw "
                    + e.getClass().getName() + ")";
        }
    }
}
