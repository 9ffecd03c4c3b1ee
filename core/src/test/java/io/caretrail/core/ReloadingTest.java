package io.caretrail.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.caretrail.core.config.Configuration;
import io.caretrail.core.config.ConfigurationLoader;
import io.caretrail.core.config.ConfigurationWatch;
import io.caretrail.core.config.NamedFile;
import io.caretrail.core.destination.DestinationKinds;
import io.caretrail.core.record.RawEncoder;
import io.caretrail.core.trail.Trail;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class ReloadingTest {

    @TempDir
    Path folder;

    private final Logger logger = (Logger) LoggerFactory.getLogger("caretrail.ReloadingTest");
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final List<String> told = new ArrayList<>();

    private final Caretrail.Door door = new Caretrail.Door() {
        @Override
        public String name() {
            return "test";
        }

        @Override
        public List<String> hooks() {
            return List.of();
        }

        @Override
        public void tend() {}

        @Override
        public void expect(Configuration configuration) {
            told.add("expect " + configuration.location());
        }

        @Override
        public void keep(Configuration inForce) {
            told.add("keep " + inForce.location());
        }
    };

    ReloadingTest() {
        logger.setAdditive(false);
        logger.addAppender(log);
        log.start();
    }

    private List<String> said() {
        return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    private Path configure(String location, Path audit) throws IOException {
        Path file = Files.writeString(
                folder.resolve("caretrail.yaml"), """
                    location: %s
                    settings:
                      - destinations:
                          file: { path: %s }
                    state: %s
                    """.formatted(location, audit, folder.resolve("state")));
        // Long written: it is taken at the first look.
        Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));
        return file;
    }

    @Test
    void configuration_whose_destination_cannot_be_opened_is_tried_again_and_said_once() throws Exception {
        Path blocked =
                Files.writeString(folder.resolve("blocked"), "in the way").resolve("audit.ndjson");
        Path file = configure("a", folder.resolve("audit.ndjson"));
        ConfigurationWatch watch = ConfigurationWatch.start(
                new ConfigurationLoader(DestinationKinds.available()),
                AuditedProcess.NOTHING_AROUND,
                new NamedFile(file.toString(), "the test"));
        InForce inForce = new InForce(watch.inForce().configuration());
        try (Trail trail = trail(watch, inForce)) {
            CountedExchanges exchanges = new CountedExchanges(trail);
            inForce.put(watch.inForce().configuration(), exchanges);
            Reloading reloading = new Reloading(watch, door, inForce, trail, exchanges, logger);
            assertTrue(!reloading.ifChanged());
            configure("b", blocked);
            assertTrue(!reloading.ifChanged());
            assertTrue(!reloading.ifChanged());
            assertTrue(!reloading.ifChanged());
            assertEquals("a", inForce.configuration().location());
            assertEquals(List.of("expect b", "keep a", "expect b", "keep a", "expect b", "keep a"), told);
            assertEquals(1, said().size(), () -> said().toString());
            assertTrue(said().get(0).contains("is not a directory"), () -> said().toString());
            Files.delete(blocked.getParent());
            assertTrue(reloading.ifChanged());
            assertEquals("b", inForce.configuration().location());
            assertTrue(!reloading.ifChanged());
            assertEquals("expect b", told.get(told.size() - 1));
            assertEquals(1, said().size(), () -> said().toString());
        }
    }

    @Test
    void the_one_before_it_comes_back_with_its_file() throws Exception {
        Path blocked =
                Files.writeString(folder.resolve("blocked"), "in the way").resolve("audit.ndjson");
        Path file = configure("a", folder.resolve("audit.ndjson"));
        ConfigurationWatch watch = ConfigurationWatch.start(
                new ConfigurationLoader(DestinationKinds.available()),
                AuditedProcess.NOTHING_AROUND,
                new NamedFile(file.toString(), "the test"));
        InForce inForce = new InForce(watch.inForce().configuration());
        try (Trail trail = trail(watch, inForce)) {
            Reloading reloading = new Reloading(watch, door, inForce, trail, new CountedExchanges(trail), logger);
            configure("b", blocked);
            assertTrue(!reloading.ifChanged());
            configure("a", folder.resolve("audit.ndjson"));
            assertTrue(reloading.ifChanged());
            assertEquals("a", inForce.configuration().location());
            Files.delete(blocked.getParent());
            assertTrue(!reloading.ifChanged());
        }
    }

    @Test
    void reload_is_in_the_trail_even_when_the_door_fails_just_then() throws Exception {
        Path audit = folder.resolve("audit.ndjson");
        Path file = configure("a", audit);
        ConfigurationWatch watch = ConfigurationWatch.start(
                new ConfigurationLoader(DestinationKinds.available()),
                AuditedProcess.NOTHING_AROUND,
                new NamedFile(file.toString(), "the test"));
        Caretrail caretrail = Caretrail.start(watch, new FailingDoor(), logger);
        try {
            configure("b", audit);
            for (int i = 0; i < 1_000 && !Files.readString(audit).contains("Caretrail.Reload"); i++) {
                Thread.sleep(10);
            }
        } finally {
            caretrail.stop();
        }
        List<String> reloads = Files.readAllLines(audit).stream()
                .filter(line -> line.contains("Caretrail.Reload"))
                .toList();
        assertEquals(1, reloads.size(), () -> reloads.toString());
    }

    /** One whose hooks cannot be had, at every try. */
    private static final class FailingDoor implements Caretrail.Door {
        @Override
        public String name() {
            return "test";
        }

        @Override
        public List<String> hooks() {
            return List.of("test");
        }

        @Override
        public void tend() {
            throw new InternalError("not now");
        }
    }

    private Trail trail(ConfigurationWatch watch, InForce inForce) throws IOException {
        Configuration configuration = watch.inForce().configuration();
        return Trail.open(
                configuration.settings(),
                Caretrail.terms(configuration, "test"),
                schema -> new RawEncoder(),
                inForce,
                message -> {});
    }
}
