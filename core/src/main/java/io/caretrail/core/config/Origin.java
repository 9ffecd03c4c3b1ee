package io.caretrail.core.config;

/**
 * Where a value comes from.
 *
 * @param source {@code caretrail.yaml}, {@code system property caretrail.uri.query}, {@code default}, …
 * @param line in the source, from 1; 0 where it has none
 */
record Origin(String source, int line) {

    static final Origin DEFAULT = new Origin("default", 0);

    boolean isDefault() {
        return source.equals(DEFAULT.source);
    }

    @Override
    public String toString() {
        return line > 0 ? source + ":" + line : source;
    }
}
