package io.caretrail.core.query;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caretrail.core.config.ConfigurationLoader;
import io.caretrail.core.config.DestinationSettings;
import io.caretrail.core.config.NamedFile;
import io.caretrail.core.config.Surroundings;
import io.caretrail.core.destination.Destination;
import io.caretrail.core.destination.DestinationContext;
import io.caretrail.core.destination.DestinationKinds;
import io.caretrail.core.destination.FileDestinationKind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server writes, rolls and compresses while its trail is read. */
class GrowingTrailTest {

    private static final int RECORDS = 30_000;

    @TempDir
    private Path folder;

    private final CountDownLatch begun = new CountDownLatch(1);
    private final AtomicInteger written = new AtomicInteger();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    @Test
    void no_record_is_lost_or_doubled_by_rolls() throws Exception {
        Thread server = new Thread(this::write);
        server.start();
        assertTrue(begun.await(30, TimeUnit.SECONDS), "a first record");
        int asked = 0;
        while (server.isAlive() || asked == 0) {
            int least = written.get();
            Answer all = Answer.to(Criteria.NONE, folder);
            assertEquals(List.of(), all.problems);
            assertContiguous(all, 0, least);

            least = written.get();
            Answer last = Answer.to(new Criteria(false, null, null, List.of(), null, 500), folder);
            assertEquals(List.of(), last.problems);
            int first = Integer.parseInt(last.ids().get(0));
            assertContiguous(last, first, least);
            assertEquals(Math.min(500, first + last.lines.size()), last.lines.size());
            asked++;
        }
        server.join();
        assertNull(failure.get(), () -> String.valueOf(failure.get()));
        assertEquals(RECORDS, Answer.to(Criteria.NONE, folder).summary.found());
        try (Stream<Path> files = Files.list(folder)) {
            assertTrue(files.filter(file -> file.toString().endsWith(".gz")).count() > 5, "files were compressed");
        }
    }

    private static void assertContiguous(Answer answer, int first, int least) {
        List<String> ids = answer.ids();
        int end = first + ids.size();
        assertTrue(end >= least, () -> end + " of " + least + " records");
        assertEquals(IntStream.range(first, end).mapToObj(Integer::toString).toList(), ids);
    }

    private void write() {
        try {
            Path file = Files.writeString(
                    folder.resolve("caretrail.yaml"),
                    "settings:\n  - destinations:\n      file: { path: " + folder.resolve("audit.ndjson")
                            + ", rollAt: 1MB }\n");
            DestinationSettings settings = new ConfigurationLoader(DestinationKinds.available())
                    .loadFile(Surroundings.ofThisProcess(), new NamedFile(file.toString(), "the test"))
                    .configuration()
                    .settings()
                    .get(0)
                    .destinations()
                    .get(0);
            try (Destination destination = new FileDestinationKind().open(settings, new Context())) {
                for (int i = 0; i < RECORDS; i += 10) {
                    List<ByteBuffer> batch = IntStream.range(i, i + 10)
                            .mapToObj(id -> ByteBuffer.wrap(Lines.at(id, id).getBytes(UTF_8)))
                            .toList();
                    destination.write(batch);
                    written.set(i + 10);
                    begun.countDown();
                    if (i % 1_000 == 0) {
                        destination.tend();
                    }
                }
            }
        } catch (Exception e) {
            failure.set(e);
        }
    }

    private static final class Context implements DestinationContext {
        @Override
        public void pruned(String file, long bytes, long records) {}

        @Override
        public void warning(String message) {}

        @Override
        public void quarantined(long records, String reason) {}

        @Override
        public void missing(String reason, long records) {}

        @Override
        public Path folder() throws IOException {
            throw new IOException("a file destination that seals nothing has no state");
        }
    }
}
