package io.caretrail.core.spool;

import static io.caretrail.core.spool.TestEntries.STEP;
import static io.caretrail.core.spool.TestEntries.entries;
import static io.caretrail.core.spool.TestEntries.word;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is done in whatever order: the spool is a queue that remembers. */
class SpoolModelTest {

    private static final int CALLS = 3000;
    private static final long QUOTA = 40_000;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void random_use_agrees_with_a_queue_in_memory(long seed) throws IOException {
        Random random = new Random(seed);
        long appended = 0;
        long delivered = 0;
        long read = 0;
        long refused = 0;
        Spool spool = Spool.open(folder, QUOTA, 900);
        for (int call = 0; call < CALLS; call++) {
            int what = random.nextInt(100);
            if (what < 35) {
                long to = appended + 1 + random.nextInt(12);
                if (spool.append(entries(appended + 1, to))) {
                    appended = to;
                } else {
                    refused++;
                }
            } else if (what < 75) {
                Spooled next = spool.next();
                if (read == appended) {
                    assertNull(next);
                } else {
                    read++;
                    assertEquals(Long.toString(read), word(next));
                }
            } else if (what < 88) {
                // Now and then also what was not read, or not even appended.
                long to = Math.max(delivered, read + random.nextInt(6) - 4);
                spool.delivered(to * STEP + random.nextInt((int) STEP));
                delivered = Math.max(delivered, Math.min(to, appended));
                read = Math.max(read, delivered);
            } else if (what < 95) {
                spool.rewind();
                read = delivered;
            } else {
                spool.close();
                spool = Spool.open(folder, QUOTA, 900);
                assertTrue(spool.recovered().remarks().isEmpty(), () -> "seed " + seed);
                read = delivered;
            }
            assertEquals(appended - delivered, spool.records());
            assertEquals(appended == 0 ? -1 : appended * STEP, spool.lastPosition());
            assertTrue(spool.bytes() <= QUOTA + 2000);
        }
        spool.close();
        assertTrue(appended > 100 && delivered > 100, "appended " + appended + ", refused " + refused);
    }
}
