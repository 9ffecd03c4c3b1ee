package io.caretrail.core.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One row of the one table of configuration keys: the parser, the documentation and the Spring metadata come from it.
 *
 * @param name dotted, as in the file: {@code uri.query}; for a destination relative to it: {@code rollAt}
 * @param type what its value must be
 * @param defaultValue as it would stand in the file; null when there is none and the key may be left out
 * @param required whether it must be given
 * @param allowed the words allowed, for {@link Type#CHOICE}; else empty
 * @param description one or two sentences for the reference and the IDE
 * @param example a value as it would stand in the file
 */
public record ConfigKey(
        String name,
        Type type,
        @Nullable String defaultValue,
        boolean required,
        List<String> allowed,
        String description,
        String example) {

    /** The same key with something before its name. */
    ConfigKey under(String prefix) {
        return new ConfigKey(prefix + name, type, defaultValue, required, allowed, description, example);
    }

    /** What a value can be. In brackets the Java type of the checked value. */
    public enum Type {
        /** any text [String] */
        TEXT,
        /** true or false [Boolean] */
        BOOLEAN,
        /** a whole number [Long] */
        NUMBER,
        /** a size in bytes, with B, KB, MB, GB (powers of 1,024) [Long] */
        SIZE,
        /** a length of time: {@code 200ms}, {@code 5s}, {@code 10m}, {@code 2h}, {@code 2192 days} [java.time.Duration] */
        DURATION,
        /** a path of a file or folder; relative ones start at the working folder [java.nio.file.Path] */
        PATH,
        /** an octal file mode in quotes [String, as PosixFilePermissions writes it: {@code rw-r-----}] */
        MODE,
        /** one of the allowed words [String] */
        CHOICE,
        /** a list of texts, or one text [List of String] */
        TEXTS,
        /** a map of texts [Map of String to String] */
        TEXT_MAP
    }
}
