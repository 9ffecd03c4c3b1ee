package io.caretrail.core.config;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
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
        for (Map.Entry<String, String> variable : new TreeMap<>(surroundings.environment()).entrySet()) {
            if (variable.getKey().equalsIgnoreCase("CARETRAIL_CONFIG")
                    && !variable.getValue().isBlank()) {
                return new NamedFile(variable.getValue(), "environment variable " + variable.getKey());
            }
        }
        if (argument != null && !argument.path().isBlank()) {
            return argument;
        }
        Path here = surroundings.workingFolder().resolve(DEFAULT_FILE);
        // A link to nowhere, or a file in a folder that must not be read, is to be reported, not passed over.
        return !Files.notExists(here, LinkOption.NOFOLLOW_LINKS)
                ? new NamedFile(DEFAULT_FILE, "the working folder")
                : null;
    }
}
