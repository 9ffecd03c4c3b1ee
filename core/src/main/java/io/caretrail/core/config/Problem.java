package io.caretrail.core.config;

/**
 * One thing that is wrong with a configuration. Immutable and thread-safe. Holds values as they were written, before
 * {@code ${…}} was replaced, and never one that is a credential.
 *
 * @param key {@code settings[1].destinations.file.path}; empty when the whole source is wrong
 * @param line in the source, from 1; 0 when there is none
 * @param source the file as it was named, {@code system property NAME}, {@code environment variable NAME}, …
 * @param wrong what is wrong, the value included: {@code "htp://x": unknown scheme}
 * @param instead what to write instead
 */
public record Problem(String key, int line, String source, String wrong, String instead) {

    public Problem {
        key = onOneLine(key);
        source = onOneLine(source);
        wrong = onOneLine(wrong);
        instead = onOneLine(instead);
    }

    /** A name of a key or a variable can hold anything; it must not look like a line of its own. */
    private static String onOneLine(String text) {
        return text.replaceAll("[\\p{Cntrl}\\u0085\\u2028\\u2029]+", " ");
    }

    /** {@code caretrail.yaml:12: settings[1].destinations.http.url "htp://x": unknown scheme; use https}. */
    @Override
    public String toString() {
        String place = line > 0 ? source + ":" + line : source;
        String subject = key.isEmpty() ? "" : key + " ";
        return place + ": " + subject + wrong + "; " + instead;
    }
}
