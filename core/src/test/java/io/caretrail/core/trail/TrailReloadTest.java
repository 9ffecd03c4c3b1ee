package io.caretrail.core.trail;

import static io.caretrail.core.trail.TestRecords.OWN;
import static io.caretrail.core.trail.TestRecords.audit;
import static io.caretrail.core.trail.TestRecords.file;
import static io.caretrail.core.trail.TestRecords.setting;
import static io.caretrail.core.trail.TestRecords.terms;
import static io.caretrail.core.trail.TrailTest.assertEachOnceInOrder;
import static io.caretrail.core.trail.TrailTest.producers;
import static io.caretrail.core.trail.TrailTest.together;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.caretrail.core.config.Configuration.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrailReloadTest {

    private static final Duration WAIT = Duration.ofMillis(200);

    @TempDir
    Path folder;

    private final List<String> log = new CopyOnWriteArrayList<>();

    private Trail open(Setting... settings) throws IOException {
        return Trail.open(List.of(settings), terms(folder), TestRecords::encoder, OWN, log::add);
    }

    /** Fault 16: each of them asks for a wrong configuration first, which changes nothing. */
    @Test
    void a_thousand_reloads_under_load_neither_lose_nor_double_a_record() throws Exception {
        Path stays = folder.resolve("stays.ndjson");
        Path one = folder.resolve("one.ndjson");
        Path other = folder.resolve("other.ndjson");
        AtomicBoolean done = new AtomicBoolean();
        AtomicLong sent = new AtomicLong();
        try (Trail trail = open(setting("a", file(0, stays)), setting("b", file(1, one)))) {
            Runnable reloads = () -> {
                for (int i = 0; i < 1000; i++) {
                    Setting wrong = setting("c", file(2, folder));
                    // Changed under its name, gone and back, or moved in the list.
                    Setting next = setting("b", file(i % 3 == 2 ? 7 : 1, i % 2 == 0 ? other : one));
                    List<Setting> good = List.of(setting("a", file(0, stays)), next);
                    assertThrows(IOException.class, () -> trail.reload(List.of(next, wrong), WAIT));
                    try {
                        trail.reload(good, WAIT);
                    } catch (IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                }
                done.set(true);
            };
            Runnable load = () -> {
                while (!done.get()) {
                    trail.accept(audit("0-" + sent.getAndIncrement()));
                    java.util.concurrent.locks.LockSupport.parkNanos(100_000);
                }
            };
            together(List.of(reloads, load));
        }
        int all = (int) sent.get();
        assertEachOnceInOrder(Files.readAllLines(stays), 1, all);
        List<String> both = new ArrayList<>(Files.readAllLines(one));
        both.addAll(Files.readAllLines(other));
        assertEquals(all, both.size());
        assertEquals(all, Set.copyOf(both).size());
    }

    @Test
    void reloads_under_heavy_load_neither_lose_nor_double_a_record() throws Exception {
        Path stays = folder.resolve("stays.ndjson");
        Path one = folder.resolve("one.ndjson");
        Path other = folder.resolve("other.ndjson");
        AtomicBoolean done = new AtomicBoolean();
        try (Trail trail = open(setting("a", file(0, stays)), setting("b", file(1, one)))) {
            Thread reloader = new Thread(() -> {
                for (int i = 0; !done.get() || i < 20; i++) {
                    Path next = i % 2 == 0 ? other : one;
                    try {
                        trail.reload(List.of(setting("a", file(0, stays)), setting("b", file(1, next))), WAIT);
                    } catch (IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                }
            });
            reloader.start();
            together(producers(trail, 8, 10_000));
            done.set(true);
            reloader.join();
        }
        assertEachOnceInOrder(Files.readAllLines(stays), 8, 10_000);
        List<String> both = new ArrayList<>(Files.readAllLines(one));
        both.addAll(Files.readAllLines(other));
        assertEquals(80_000, both.size());
        assertEquals(80_000, Set.copyOf(both).size());
    }

    @Test
    void retired_destination_has_all_that_was_accepted_before() throws Exception {
        Path gone = folder.resolve("gone.ndjson");
        Path stays = folder.resolve("stays.ndjson");
        try (Trail trail = open(setting("a", file(0, gone)), setting("b", file(1, stays)))) {
            for (int i = 0; i < 1000; i++) {
                trail.accept(audit("0-" + i));
            }
            trail.reload(List.of(setting("b", file(0, stays))), WAIT);
            assertEquals(1, trail.counters().destinations().size());
            trail.accept(audit("0-1000"));
        }
        assertEachOnceInOrder(Files.readAllLines(gone), 1, 1000);
        assertEachOnceInOrder(Files.readAllLines(stays), 1, 1001);
    }
}
