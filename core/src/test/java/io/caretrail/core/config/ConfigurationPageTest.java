package io.caretrail.core.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.caretrail.core.destination.DestinationKind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds docs/configuration.md to the table of keys; writes it with {@code -Dcaretrail.docs.write=true}. */
class ConfigurationPageTest {

    private static final Path PAGE = Path.of("..", "docs", "configuration.md");

    private static final String WRONG = """
        service: fihr
        trustedProxies: [10.0.0.1/8]
        headers: [User-Agent, Auth*]
        query: hash
        settings:
          - name: archive
            categories: [AuditLog]
            destinations:
              kafka: { url: "${env:BROKER}" }
        location: ${env:DATA_CENTRE}
        """;

    private final List<DestinationKind> kinds = ServiceLoader.load(DestinationKind.class).stream()
            .map(ServiceLoader.Provider::get)
            .toList();

    @Test
    void page_says_what_the_table_of_keys_says(@TempDir Path folder) throws Exception {
        String page = page(folder);
        if (Boolean.getBoolean("caretrail.docs.write")) {
            Files.createDirectories(PAGE.getParent());
            Files.writeString(PAGE, page);
        }
        String written = Files.exists(PAGE) ? Files.readString(PAGE) : "";
        assertEquals(page, written, "docs/configuration.md is stale; run this test with -Dcaretrail.docs.write=true");
    }

    private String page(Path folder) throws Exception {
        try (InputStream in = getClass().getResourceAsStream("configuration-page.md")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("@WRONG@", WRONG)
                    .replace("@MESSAGE@", message(folder))
                    .replace("@KEYS@", keys())
                    .replace("@REFUSED@", refused(folder))
                    .replace("@OVERRIDES@", overrides());
        }
    }

    private String message(Path folder) throws IOException {
        ConfigurationFolder here = new ConfigurationFolder(folder).yaml(WRONG).variable("CARETRAIL_URI_QEURY", "hash");
        ConfigurationLoader loader = new ConfigurationLoader(kinds);
        return assertThrows(ConfigurationException.class, () -> loader.load(here.surroundings(), null))
                .getMessage();
    }

    private static String refused(Path folder) throws IOException {
        return bullets(new ConfigurationFolder(folder)
                .yaml("service: rest.yaml").refused().problems().stream()
                        .map(problem -> problem.key().replace("[0]", "[]").replace("stdout", "KIND") + " "
                                + problem.wrong() + "; " + problem.instead()));
    }

    private static String bullets(Stream<String> lines) {
        return lines.map(line -> "- " + line + "\n").collect(Collectors.joining());
    }

    private String keys() {
        StringBuilder table = new StringBuilder("| key | value | default | meaning |\n| --- | --- | --- | --- |\n");
        for (ConfigKey key : ConfigKeys.all(kinds)) {
            String fallback =
                    key.required() ? "must be given" : key.defaultValue() == null ? "" : code(key.defaultValue());
            String description = key.description().replace("|", "\\|");
            table.append(row(code(key.name()), type(key), fallback, description));
        }
        return table.toString();
    }

    private String overrides() {
        StringBuilder table = new StringBuilder("| example in the file | system property | environment variable |\n");
        table.append("| --- | --- | --- |\n");
        for (ConfigKey key : ConfigKeys.all(kinds)) {
            boolean map = key.type() == ConfigKey.Type.TEXT_MAP;
            table.append(row(
                    code(key.name() + ": " + key.example()),
                    code(PropertyNames.systemName(key.name(), "0") + (map ? ".NAME" : "")),
                    map ? "" : code(PropertyNames.environmentName(key.name(), "0"))));
        }
        return table.toString();
    }

    private static String row(String... cells) {
        return "| " + String.join(" | ", cells) + " |\n";
    }

    private static String code(String text) {
        return "`" + text.replace("|", "\\|") + "`";
    }

    private static String type(ConfigKey key) {
        return switch (key.type()) {
            case TEXT -> "text";
            case BOOLEAN -> "`true` or `false`";
            case NUMBER -> "whole number";
            case SIZE -> "size";
            case DURATION -> "length of time";
            case PATH -> "path";
            case MODE -> "file mode, octal";
            case CHOICE ->
                key.allowed().stream().map(ConfigurationPageTest::code).collect(Collectors.joining(", "));
            case TEXTS -> "list of texts";
            case TEXT_MAP -> "map of texts";
        };
    }
}
