package io.caretrail.core.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files get their times set, so that no test waits: {@code old} is past the time a file takes to settle, {@code now} not. */
class ConfigurationWatchTest {

    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    private static final Instant OLD = NOW.minus(Duration.ofHours(1));

    private final ConfigurationFolder here;
    private ConfigurationWatch watch;

    ConfigurationWatchTest(@TempDir Path folder) {
        this.here = new ConfigurationFolder(folder);
    }

    @BeforeEach
    void start() throws Exception {
        write("caretrail.yaml", "location: a", OLD);
        watch = watch();
    }

    private ConfigurationWatch watch() throws Exception {
        return ConfigurationWatch.start(SampleKind.LOADER, here.surroundings(), null, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private void write(String name, String text, Instant time) throws Exception {
        Files.setLastModifiedTime(here.write(name, text), FileTime.from(time));
    }

    private String location() {
        return watch.inForce().configuration().location();
    }

    private void refusedOnceWith(String said) throws Exception {
        ConfigurationException refused = assertThrows(ConfigurationException.class, watch::poll);
        assertEquals(said, refused.getMessage());
        assertNull(watch.poll());
        assertNull(watch.poll());
        assertEquals("a", location());
    }

    @Test
    void unchanged_file_is_nothing() throws Exception {
        assertNull(watch.poll());
        Files.setLastModifiedTime(here.folder.resolve("caretrail.yaml"), FileTime.from(NOW));
        assertNull(watch.poll());
    }

    @Test
    void content_counts_not_size_or_time() throws Exception {
        write("caretrail.yaml", "location: b", OLD);
        LoadedConfiguration changed = watch.poll();
        assertNotNull(changed);
        assertEquals("b", changed.configuration().location());
        assertEquals("b", location());
        assertNull(watch.poll());
    }

    @Test
    void file_that_is_just_being_written_waits_for_the_next_look() throws Exception {
        write("caretrail.yaml", "location: half", NOW);
        assertNull(watch.poll());
        write("caretrail.yaml", "location: half done", NOW);
        assertNull(watch.poll());
        assertEquals("half done", watch.poll().configuration().location());
    }

    @Test
    void file_from_the_future_is_taken_at_the_second_look() throws Exception {
        write("caretrail.yaml", "location: b", NOW.plus(Duration.ofDays(1)));
        assertNull(watch.poll());
        assertEquals("b", watch.poll().configuration().location());
    }

    @Test
    void file_replaced_in_one_step_is_taken() throws Exception {
        write("new.yaml", "location: b", OLD);
        Files.move(
                here.folder.resolve("new.yaml"),
                here.folder.resolve("caretrail.yaml"),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        assertEquals("b", watch.poll().configuration().location());
    }

    @Test
    void briefly_absent_file_is_not_worth_a_word() throws Exception {
        Files.delete(here.folder.resolve("caretrail.yaml"));
        assertNull(watch.poll());
        write("caretrail.yaml", "location: b", OLD);
        assertEquals("b", watch.poll().configuration().location());
    }

    @Test
    void file_that_stays_away_is_said_once_and_comes_back() throws Exception {
        Files.delete(here.folder.resolve("caretrail.yaml"));
        assertNull(watch.poll());
        refusedOnceWith(
                "caretrail.yaml: the configuration file, named by the working folder, does not exist; create it,"
                        + " correct the path or name none");
        write("caretrail.yaml", "location: a", OLD);
        assertNull(watch.poll());
        write("caretrail.yaml", "location: b", OLD);
        assertEquals("b", watch.poll().configuration().location());
    }

    @Test
    void emptied_file_is_not_the_default() throws Exception {
        write("caretrail.yaml", "", OLD);
        assertNull(watch.poll());
        refusedOnceWith("caretrail.yaml: became empty; the configuration that is in force stays; write the new one");
        write("caretrail.yaml", "location: b", OLD);
        assertEquals("b", watch.poll().configuration().location());
    }

    @Test
    void wrong_content_is_said_once_each() throws Exception {
        String wrong =
                "caretrail.yaml:1: uri.query \"%s\": is not one of the choices; use one of keep, names, hash, drop";
        write("caretrail.yaml", "uri: {query: xxxx}", OLD);
        refusedOnceWith(wrong.formatted("xxxx"));
        write("caretrail.yaml", "uri: {query: yyyy}", OLD);
        refusedOnceWith(wrong.formatted("yyyy"));
        write("caretrail.yaml", "uri: {query: xxxx}", OLD);
        refusedOnceWith(wrong.formatted("xxxx"));
        write("caretrail.yaml", "location: a", OLD);
        assertNull(watch.poll());
        write("caretrail.yaml", "uri: {query: drop}", OLD);
        assertEquals("drop", watch.poll().configuration().uri().query());
    }

    @Test
    void comment_is_no_new_configuration() throws Exception {
        write("caretrail.yaml", "location: a # the same", OLD);
        assertNull(watch.poll());
    }

    @Test
    void rotated_secret_is_a_new_configuration() throws Exception {
        write("tenant", "one", OLD);
        write("caretrail.yaml", "tenantId: ${file:tenant}", OLD);
        assertNotNull(watch.poll());
        write("tenant", "two", OLD);
        assertEquals("two", watch.poll().configuration().tenantId());
        Files.delete(here.folder.resolve("tenant"));
        assertNull(watch.poll());
        assertThrows(ConfigurationException.class, watch::poll);
        assertNull(watch.poll());
        write("tenant", "three", OLD);
        assertEquals("three", watch.poll().configuration().tenantId());
    }

    @Test
    void rotated_hash_key_is_a_new_configuration() throws Exception {
        write("hash.key", "0123456789abcdef", OLD);
        write("caretrail.yaml", "uri: {query: hash, hashKeyFile: hash.key}", OLD);
        assertNotNull(watch.poll());
        write("hash.key", "fedcba9876543210", OLD);
        byte[] key = watch.poll().configuration().uri().hashKey().getEncoded();
        assertEquals("fedcba9876543210", new String(key, java.nio.charset.StandardCharsets.US_ASCII));
    }

    @Test
    void wrong_file_is_tried_again_when_only_its_secret_is_mended() throws Exception {
        write("caretrail.yaml", "tenantId: ${file:tenant}", OLD);
        assertThrows(ConfigurationException.class, watch::poll);
        assertNull(watch.poll());
        write("tenant", "one", OLD);
        assertEquals("one", watch.poll().configuration().tenantId());
    }

    @Test
    void too_large_file_is_said_once() throws Exception {
        write("tenant", "x".repeat(100_000), OLD);
        write("caretrail.yaml", "tenantId: ${file:tenant}", OLD);
        refusedOnceWith(
                "caretrail.yaml:1: tenantId \"${file:tenant}\": needs the file tenant, which is larger than 64 KB;"
                        + " correct the path, or let the server's user read the file");
    }

    @Test
    void link_that_points_elsewhere_is_noticed() throws Exception {
        Files.delete(here.folder.resolve("caretrail.yaml"));
        write("one.yaml", "location: a", OLD);
        write("two.yaml", "location: b", OLD);
        Path link = here.folder.resolve("caretrail.yaml");
        Files.createSymbolicLink(link, Path.of("one.yaml"));
        watch = watch();
        Files.delete(link);
        Files.createSymbolicLink(link, Path.of("two.yaml"));
        assertEquals("b", watch.poll().configuration().location());
    }

    @Test
    void overrides_stay_in_force() throws Exception {
        here.property("caretrail.location", "override");
        watch = watch();
        write("caretrail.yaml", "location: b\ntype: changed", OLD);
        Configuration changed = watch.poll().configuration();
        assertEquals("override", changed.location());
        assertEquals("changed", changed.type());
    }

    @Test
    void built_in_default_has_nothing_to_watch() throws Exception {
        Files.delete(here.folder.resolve("caretrail.yaml"));
        watch = watch();
        write("caretrail.yaml", "location: late", OLD);
        assertNull(watch.poll());
    }

    @Test
    void files_of_properties_are_watched() throws Exception {
        write("tenant", "one", OLD);
        watch = ConfigurationWatch.startProperties(
                SampleKind.LOADER, here.surroundings(), Map.of("tenant-id", "${file:tenant}"), "Spring");
        write("tenant", "two", OLD);
        assertEquals("two", watch.poll().configuration().tenantId());
    }
}
