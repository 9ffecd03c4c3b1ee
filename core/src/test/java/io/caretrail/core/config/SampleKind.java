package io.caretrail.core.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Kinds with the keys of the contract's sample, and one with every type of value; nothing is opened here. */
record SampleKind(String name, List<ConfigKey> keys) implements DestinationKeys {

    static final List<SampleKind> ALL = List.of(
            new SampleKind(
                    "file",
                    List.of(
                            key("path", ConfigKey.Type.PATH, null, true, "/var/log/caretrail/audit.ndjson"),
                            key("schema", ConfigKey.Type.TEXT, "raw", false, "raw"),
                            key("rollAt", ConfigKey.Type.SIZE, "100MB", false, "100MB"),
                            new ConfigKey(
                                    "rollEvery",
                                    ConfigKey.Type.CHOICE,
                                    "day",
                                    false,
                                    List.of("day", "hour"),
                                    "When it rolls.",
                                    "day"),
                            key("keep", ConfigKey.Type.DURATION, null, false, "2192 days"),
                            key("mode", ConfigKey.Type.MODE, "\"0640\"", false, "\"0640\""))),
            new SampleKind("stdout", List.of()),
            new SampleKind(
                    "custom",
                    List.of(
                            key("headers", ConfigKey.Type.TEXT_MAP, null, false, "{ X-A: b }"),
                            key("batch", ConfigKey.Type.NUMBER, "100", false, "100"),
                            key("topics", ConfigKey.Type.TEXTS, null, false, "[a]"),
                            key("url", ConfigKey.Type.TEXT, null, false, "https://x"))));

    static final ConfigurationLoader LOADER = new ConfigurationLoader(ALL);

    private static ConfigKey key(
            String name, ConfigKey.Type type, @Nullable String fallback, boolean required, String example) {
        return new ConfigKey(name, type, fallback, required, List.of(), "Of the samples.", example);
    }
}
