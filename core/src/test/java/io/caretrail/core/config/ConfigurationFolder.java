package io.caretrail.core.config;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A working folder with real files, and the process around it. */
final class ConfigurationFolder {

    final Path folder;
    final Map<String, String> properties = new LinkedHashMap<>();
    final Map<String, String> environment = new LinkedHashMap<>();

    ConfigurationFolder(Path folder) {
        this.folder = folder;
    }

    Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    ConfigurationFolder yaml(String text) throws IOException {
        write("caretrail.yaml", text);
        return this;
    }

    ConfigurationFolder property(String name, String value) {
        properties.put(name, value);
        return this;
    }

    ConfigurationFolder variable(String name, String value) {
        environment.put(name, value);
        return this;
    }

    Surroundings surroundings() {
        return new Surroundings(properties, environment, folder, "pacs-host", null);
    }

    LoadedConfiguration loaded() throws ConfigurationException {
        return SampleKind.LOADER.load(surroundings(), null);
    }

    Configuration load() throws ConfigurationException {
        return loaded().configuration();
    }

    ConfigurationException refused() {
        return assertThrows(ConfigurationException.class, this::load);
    }

    List<String> problems() {
        return refused().problems().stream().map(Problem::toString).toList();
    }
}
