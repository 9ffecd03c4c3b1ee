package io.caretrail.core.config;

import java.util.List;

/**
 * A configuration and how it came to be. Immutable and thread-safe.
 *
 * @param configuration checked and complete
 * @param source what stands at its beginning, before overrides: the file, {@code Spring properties}, or {@code built in}
 * @param facts every key with its value and where that comes from, in the order of the table; holds no secret
 */
public record LoadedConfiguration(Configuration configuration, String source, List<Fact> facts) {

    /**
     * One value that is in force.
     *
     * @param key {@code settings[0].destinations.file.path}
     * @param value fit to be shown: what came from the environment or a file stands as {@code ${env:NAME}}
     * @param source {@code caretrail.yaml:12}, {@code system property caretrail.uri.query}, {@code default}, …
     */
    public record Fact(String key, String value, String source) {}

    /** What the configuration means, one line a fact, for people; holds no secret. */
    public String describe() {
        return ConfigurationText.of(this);
    }
}
