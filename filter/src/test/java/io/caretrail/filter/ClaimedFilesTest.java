package io.caretrail.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caretrail.core.config.Configuration;
import io.caretrail.core.config.ConfigurationException;
import io.caretrail.core.config.ConfigurationLoader;
import io.caretrail.core.config.Surroundings;
import io.caretrail.core.destination.DestinationKinds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClaimedFilesTest {

    private final ClaimedFiles one = new ClaimedFiles("web application /one");
    private final ClaimedFiles two = new ClaimedFiles("web application /two");

    @TempDir
    Path folder;

    @Test
    void second_holder_is_refused_with_the_name_of_the_first() throws Exception {
        one.claim(writing(folder.resolve("audit.ndjson")));

        IOException refused = assertThrows(IOException.class, () -> two.claim(writing(folder.resolve("audit.ndjson"))));

        assertTrue(
                refused.getMessage().contains("the web application /one of this JVM writes this file"),
                refused::toString);
        one.release();
    }

    @Test
    void one_file_is_one_file_by_whatever_name() throws Exception {
        Files.createSymbolicLink(folder.resolve("link"), folder);
        one.claim(writing(folder.resolve("audit.ndjson")));

        assertThrows(IOException.class, () -> two.claim(writing(folder.resolve("link/audit.ndjson"))));
        one.release();
    }

    @Test
    void released_file_can_be_claimed_by_another_and_nothing_stays_behind() throws Exception {
        one.claim(writing(folder.resolve("audit.ndjson")));
        one.claim(writing(folder.resolve("other.ndjson")));
        one.release();
        two.claim(writing(folder.resolve("audit.ndjson")));
        two.release();

        Set<Object> left = System.getProperties().keySet().stream()
                .filter(name -> name.toString().startsWith("io.caretrail."))
                .collect(Collectors.toSet());
        assertEquals(Set.of(), left);
    }

    @Test
    void what_a_refused_holder_had_claimed_it_still_gives_back() throws Exception {
        one.claim(writing(folder.resolve("audit.ndjson")));
        assertThrows(IOException.class, () -> two.claim(writing(folder.resolve("audit.ndjson"))));
        two.release();

        assertThrows(IOException.class, () -> two.claim(writing(folder.resolve("audit.ndjson"))));
        one.release();
    }

    @Test
    void configuration_that_is_refused_keeps_nothing_it_had_claimed() throws Exception {
        two.claim(writing(folder.resolve("taken.ndjson")));
        one.claim(writing(folder.resolve("audit.ndjson")));
        assertThrows(
                IOException.class,
                () -> one.claim(writing(
                        folder.resolve("audit.ndjson"),
                        folder.resolve("free.ndjson"),
                        folder.resolve("taken.ndjson"))));
        two.claim(writing(folder.resolve("free.ndjson")));
        // What it had before it still has.
        assertThrows(IOException.class, () -> two.claim(writing(folder.resolve("audit.ndjson"))));

        one.claim(writing(folder.resolve("audit.ndjson"), folder.resolve("other.ndjson")));
        one.giveBack();
        two.claim(writing(folder.resolve("other.ndjson")));
        assertThrows(IOException.class, () -> two.claim(writing(folder.resolve("audit.ndjson"))));
        one.release();
        two.release();
    }

    private Configuration writing(Path... files) throws ConfigurationException {
        Map<String, String> properties = new TreeMap<>();
        for (int i = 0; i < files.length; i++) {
            properties.put("settings[" + i + "].categories", "AuditLogs");
            properties.put("settings[" + i + "].destinations.file.path", files[i].toString());
        }
        return new ConfigurationLoader(DestinationKinds.available())
                .loadProperties(Surroundings.ofThisProcess(), properties, "test")
                .configuration();
    }
}
