package io.caretrail.core.config;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How a key of the table is written as a system property, an environment variable or a property of Spring. */
final class PropertyNames {

    static final String SYSTEM = "caretrail.";
    static final String VARIABLE = "CARETRAIL_";

    private PropertyNames() {}

    /** The concrete key when the name begins as the template does; null otherwise. */
    static @Nullable String match(String template, String[] segments, boolean relaxed) {
        StringBuilder key = new StringBuilder();
        int at = 0;
        for (String part : template.split("\\.", -1)) {
            boolean indexed = part.endsWith("[]");
            String word = indexed ? part.substring(0, part.length() - 2) : part;
            if (at + (indexed ? 2 : 1) > segments.length || !same(word, segments[at], relaxed)) {
                return null;
            }
            key.append(at == 0 ? "" : ".").append(word);
            at++;
            if (indexed) {
                if (!isIndex(segments[at])) {
                    return null;
                }
                key.append('[').append(Integer.parseInt(segments[at])).append(']');
                at++;
            }
        }
        return key.toString();
    }

    /** How many parts of a name the template takes. */
    static int depth(String template) {
        return template.split("[.\\[]", -1).length;
    }

    static boolean same(String word, String segment, boolean relaxed) {
        return relaxed ? plain(word).equals(plain(segment)) : word.equals(segment);
    }

    static String plain(String name) {
        return name.replace("-", "").replace("_", "").toLowerCase(Locale.ROOT);
    }

    static boolean isIndex(String segment) {
        return segment.matches("\\d{1,3}");
    }

    /** {@code caretrail.settings.0.destinations.file.path}. */
    static String systemName(String template, String index) {
        return SYSTEM + template.replace("[]", "." + index);
    }

    /** {@code CARETRAIL_SETTINGS_0_DESTINATIONS_FILE_PATH}. */
    static String environmentName(String template, String index) {
        return VARIABLE
                + template.replace("[]", "." + index)
                        .replace("-", "")
                        .replace('.', '_')
                        .toUpperCase(Locale.ROOT);
    }
}
