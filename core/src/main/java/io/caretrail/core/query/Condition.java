package io.caretrail.core.query;

/**
 * A field must have a value.
 *
 * @param field the name of a record's field or property, see {@link Field}
 * @param value compared as text, upper and lower case told apart; empty for records that have no such field
 */
public record Condition(String field, String value) {

    /**
     * Reads {@code FIELD=VALUE}; the value may hold further equals signs.
     *
     * @throws IllegalArgumentException what is wrong, and what to write instead
     */
    public static Condition parse(String text) {
        int equals = text.indexOf('=');
        if (equals <= 0) {
            throw new IllegalArgumentException("\"" + text + "\" is not FIELD=VALUE, such as resultSignature=404");
        }
        return new Condition(text.substring(0, equals), text.substring(equals + 1));
    }
}
