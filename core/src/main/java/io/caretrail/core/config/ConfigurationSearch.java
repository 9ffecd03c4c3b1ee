package io.caretrail.core.config;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Finds the file of the configuration, in the contract's order ("Starting"). */
final class ConfigurationSearch {

    private static final String DEFAULT_FILE = "caretrail.yaml";

    private ConfigurationSearch() {}

    /** Null when nobody names a file and there is none in the working folder: the built-in default. */
    static @Nullable NamedFile find(Surroundings surroundings, @Nullable NamedFile argument) {
        String property = surroundings.systemProperties().getOrDefault("caretrail.config", "");
        if (!property.isBlank()) {
            return new NamedFile(property, "system property caretrail.config");
        }
        String variable = surroundings.environment().getOrDefault("CARETRAIL_CONFIG", "");
        if (!variable.isBlank()) {
            return new NamedFile(variable, "environment variable CARETRAIL_CONFIG");
        }
        if (argument != null && !argument.path().isBlank()) {
            return argument;
        }
        Path here = surroundings.workingFolder().resolve(DEFAULT_FILE);
        return Files.exists(here) ? new NamedFile(DEFAULT_FILE, "the working folder") : null;
    }
}
