package io.caretrail.core.query;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Memory does not grow with the length of a trail: 90 MB of records are read with 32 MB of heap. */
class QueryMemoryTest {

    private static final int RECORDS = 60_000;

    @TempDir
    private Path folder;

    @Test
    void long_trail_is_answered_in_a_small_heap() throws Exception {
        Path trail = Files.createDirectory(folder.resolve("trail"));
        write(trail.resolve("audit.2026-11-20.1.ndjson.gz"));
        write(trail.resolve("audit.ndjson.gz"));
        Path said = folder.resolve("said");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx32m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Asker.class.getName(),
                        trail.toString())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        assertEquals(true, process.waitFor(120, TimeUnit.SECONDS), "ended");
        assertEquals(
                List.of(
                        "all 120000",
                        "last 1000 of 120000",
                        "failed 0 of 120000",
                        "counts 1 of 120000",
                        "too many different values",
                        "too many to be kept"),
                Files.readAllLines(said));
        assertEquals(0, process.exitValue());
    }

    private static void write(Path file) throws IOException {
        String template = Lines.with(1, Map.of("userAgent", "x".repeat(200)));
        String[] parts = template.split("\"correlationId\":\"c1\"", -1);
        try (BufferedWriter out =
                new BufferedWriter(new OutputStreamWriter(new GZIPOutputStream(Files.newOutputStream(file)), UTF_8))) {
            for (int i = 0; i < RECORDS; i++) {
                out.write(parts[0] + "\"correlationId\":\"" + file.getFileName() + i + "\"" + parts[1] + "\n");
            }
        }
    }

    /** Runs in the JVM with the small heap. */
    static final class Asker {

        private Asker() {}

        public static void main(String[] arguments) throws IOException {
            Path trail = Path.of(arguments[0]);
            System.out.println("all " + ask(trail, Criteria.NONE).found());
            Summary last = ask(trail, new Criteria(false, null, null, List.of(), null, 1_000));
            System.out.println("last " + last.found() + " of " + last.read());
            Summary failed = ask(trail, new Criteria(true, null, null, List.of(), null, 0));
            System.out.println("failed " + failed.found() + " of " + failed.read());
            long[] counts = new long[1];
            Summary counted = new TrailQuery(List.of(trail), Criteria.NONE, new Answer())
                    .counts("resultType", count -> counts[0]++);
            System.out.println("counts " + counts[0] + " of " + counted.read());
            try {
                new TrailQuery(List.of(trail), Criteria.NONE, new Answer()).counts("correlationId", count -> {});
            } catch (QueryException e) {
                System.out.println("too many different values");
            }
            try {
                ask(trail, new Criteria(false, null, null, List.of(), null, 300_000));
            } catch (QueryException e) {
                System.out.println("too many to be kept");
            }
        }

        private static Summary ask(Path trail, Criteria criteria) throws IOException {
            return new TrailQuery(List.of(trail), criteria, new Answer()).records(List.of(), record -> true);
        }
    }
}
