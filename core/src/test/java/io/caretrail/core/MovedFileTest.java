package io.caretrail.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caretrail.core.door.SentRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fault 5: somebody else deletes, renames or blocks the audit file or its folder while a server writes. */
class MovedFileTest {

    private static final Pattern CLIENT = Pattern.compile("\"correlationId\":\"client-(\\d+)\"");

    @TempDir
    Path folder;

    private Path audit;
    private Caretrail caretrail;
    private int asked;

    @BeforeEach
    void start() throws Exception {
        audit = folder.resolve("trail").resolve("audit.ndjson");
        Path yaml = Files.writeString(folder.resolve("caretrail.yaml"), """
            settings:
              - destinations:
                  file: { path: %s }
            state: %s
            """.formatted(audit, folder.resolve("state")));
        caretrail = AuditedProcess.start(yaml.toString());
        asks();
        awaitWritten();
    }

    @AfterEach
    void stop() {
        caretrail.stop();
    }

    private void asks() {
        caretrail
                .begin(SentRequest.from("192.0.2.7")
                        .asking("GET", "/fhir/Patient/1", null)
                        .with("Host", "fhir.example")
                        .with("X-Request-Id", "client-" + asked++))
                .complete(new AuditedProcess.Answered(200));
    }

    private void awaitWritten() throws Exception {
        await(() -> caretrail.counters().waiting() == 0
                && caretrail.counters().destinations().get(0).waiting() == 0
                && Files.exists(audit));
    }

    private static void await(Callable<Boolean> condition) throws Exception {
        for (int i = 0; i < 3000 && !condition.call(); i++) {
            Thread.sleep(10);
        }
        assertTrue(condition.call());
    }

    /** The numbers of the clients whose records are in a file, in its order. */
    private static List<Integer> clients(Path file) throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.map(CLIENT::matcher)
                    .filter(Matcher::find)
                    .map(client -> Integer.parseInt(client.group(1)))
                    .toList();
        }
    }

    /** Each client from one number on, twice each, and nothing else. */
    private List<Integer> all(int from) {
        List<Integer> all = new ArrayList<>();
        for (int i = from; i < asked; i++) {
            all.add(i);
            all.add(i);
        }
        return all;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.delete(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }

    @Test
    void renamed_file_keeps_what_it_has_and_the_next_records_go_to_a_new_one_as_with_logrotate() throws Exception {
        Path rotated = audit.resolveSibling("audit.ndjson.1");
        Files.move(audit, rotated);
        await(() -> {
            asks();
            return Files.exists(audit);
        });
        asks();
        awaitWritten();
        List<Integer> both = new ArrayList<>(clients(rotated));
        both.addAll(clients(audit));
        assertEquals(all(0), both);
    }

    @Test
    void deleted_file_is_there_again_and_has_all_that_comes_from_then_on() throws Exception {
        Files.delete(audit);
        await(() -> Files.exists(audit));
        int noticed = asked;
        asks();
        asks();
        awaitWritten();
        assertEquals(all(noticed), clients(audit));
    }

    @Test
    void deleted_folder_is_there_again_and_so_is_the_file() throws Exception {
        delete(audit.getParent());
        await(() -> Files.exists(audit));
        int noticed = asked;
        asks();
        awaitWritten();
        assertEquals(all(noticed), clients(audit));
    }

    @Test
    void place_that_cannot_be_written_is_told_and_loses_nothing_once_it_can() throws Exception {
        delete(audit.getParent());
        Files.writeString(audit.getParent(), "in the way");
        await(() -> caretrail.counters().destinations().get(0).failure() != null || asksInVain());
        int noticed = asked;
        asks();
        asks();
        await(() -> caretrail.counters().destinations().get(0).waiting() >= 4);
        Files.delete(audit.getParent());
        awaitWritten();
        List<Integer> written = clients(audit);
        assertEquals(all(noticed), written.subList(written.size() - 4, written.size()));
        assertEquals(0, caretrail.counters().destinations().get(0).missing());
    }

    /** A failure of writing shows only where something is written. */
    private boolean asksInVain() {
        asks();
        return false;
    }
}
