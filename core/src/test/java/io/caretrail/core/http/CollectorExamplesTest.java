package io.caretrail.core.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caretrail.core.config.Configuration;
import io.caretrail.core.config.ConfigurationLoader;
import io.caretrail.core.config.NamedFile;
import io.caretrail.core.config.Surroundings;
import io.caretrail.core.destination.DestinationKinds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds examples/collectors to the configuration there is. */
class CollectorExamplesTest {

    private static final Path EXAMPLES = Path.of("..", "examples", "collectors");

    static List<Path> examples() throws IOException {
        try (Stream<Path> files = Files.list(EXAMPLES)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }

    private static Configuration load(Path file) throws Exception {
        Surroundings here = new Surroundings(Map.of(), Map.of(), Path.of("").toAbsolutePath(), "host", null);
        return new ConfigurationLoader(DestinationKinds.available())
                .loadFile(here, new NamedFile(file.toString(), "the test"))
                .configuration();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void example_loads_and_the_readme_has_it(Path file) throws Exception {
        var http = load(file).settings().get(0).destinations().get(0);
        assertEquals("http", http.kind());
        assertTrue(http.get("url", String.class).startsWith("https://"));
        assertTrue(Files.readString(EXAMPLES.resolve("README.md")).contains("](" + file.getFileName() + ")"));
    }

    @Test
    void every_format_has_an_example() throws Exception {
        Set<String> shown = new TreeSet<>();
        for (Path file : examples()) {
            shown.add(load(file).settings().get(0).destinations().get(0).get("format", String.class));
        }
        assertEquals(
                WireFormats.available().stream().map(format -> format.name()).collect(Collectors.toSet()), shown);
    }
}
