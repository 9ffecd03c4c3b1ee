package io.caretrail.core.trail;

import static io.caretrail.core.trail.TestRecords.OWN;
import static io.caretrail.core.trail.TestRecords.file;
import static io.caretrail.core.trail.TestRecords.missing;
import static io.caretrail.core.trail.TestRecords.setting;
import static io.caretrail.core.trail.TestRecords.terms;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caretrail.core.config.Configuration.Setting;
import io.caretrail.core.config.DestinationSettings;
import io.caretrail.core.record.AuditRecord;
import io.caretrail.core.record.Category;
import io.caretrail.core.record.EncodedRecord;
import io.caretrail.core.record.RawDecoder;
import io.caretrail.core.record.RecordEncoder;
import io.caretrail.core.record.RecordSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fault 10: the hand-off is full and nobody empties it, since the threads that do are not there. */
class AdmissionTest {

    private static final byte STARTED = EntryType.of(Category.AuditLogs, EntryType.STARTED);
    private static final byte FINAL = EntryType.of(Category.AuditLogs, EntryType.FINAL);

    private static final RecordSource SOURCE = fields -> {};

    @TempDir
    Path folder;

    private final List<String> log = new CopyOnWriteArrayList<>();

    /** Opened and not started. */
    private Session session(DestinationSettings destination) throws IOException {
        Rendering.Source renderings = new Rendering.Source(TestRecords::encoder, OWN, new RawDecoder());
        Report report = new Report(log::add);
        Told told = new Told(renderings.encoders().apply(Rendering.RAW), new LongAdder());
        Opener opener = new Opener(report, Sealing.NONE, OWN, told::add, renderings);
        Parts parts = new Parts(terms(folder, 64 << 10, Terms.SPOOL), opener, told, renderings, report);
        return Session.open(parts, List.of(new Setting("a", setting("a").categories(), List.of(destination))));
    }

    private static EncodedRecord line(String text) {
        return EncodedRecord.of((text + " ".repeat(1000)).getBytes(StandardCharsets.US_ASCII));
    }

    /** An encoder whose every line is this one. */
    private static RecordEncoder writing(String text) {
        return new Writing(text);
    }

    /** Knows how many of its lines are lent. */
    private static final class Writing implements RecordEncoder {
        private final AtomicInteger lent = new AtomicInteger();
        private final EncodedRecord line;

        Writing(String text) {
            line = line(text);
        }

        @Override
        public byte[] encode(AuditRecord record) {
            throw new AssertionError("it is lent");
        }

        @Override
        public EncodedRecord lend(RecordSource source) {
            lent.incrementAndGet();
            return new EncodedRecord() {
                @Override
                public byte[] bytes() {
                    return line.bytes();
                }

                @Override
                public int length() {
                    return line.length();
                }

                @Override
                public void close() {
                    lent.decrementAndGet();
                }
            };
        }
    }

    private static DestinationSettings required(DestinationSettings one) {
        return new DestinationSettings(one.kind(), one.key(), one.schema(), true, one.values());
    }

    @Test
    void what_finds_no_room_is_counted_and_final_records_find_some() throws Exception {
        Path path = folder.resolve("audit.ndjson");
        Session session = session(file(0, path));
        Admission admission = session.admission();
        int begun = 0;
        long room = admission.begin(STARTED, writing("begun-0"), SOURCE, false);
        while (room > 0) {
            room = admission.begin(STARTED, writing("begun-" + ++begun), SOURCE, false);
        }
        assertEquals(0, room);
        assertEquals(1, admission.missing());
        assertTrue(begun > 5);
        for (int i = 0; i < begun; i++) {
            assertTrue(admission.offer(FINAL, line("ended-" + i), 0));
        }
        assertEquals(1, admission.missing());
        session.start();
        session.close(System.nanoTime() + 5_000_000_000L);
        List<String> lines =
                Files.readAllLines(path).stream().map(String::strip).toList();
        assertEquals(1, missing(lines));
        assertEquals(2 * begun, lines.size() - 1);
    }

    @Test
    void full_hand_off_refuses_where_the_destination_is_required_but_never_an_exempt_path() throws Exception {
        Path path = folder.resolve("audit.ndjson");
        Session session = session(required(file(0, path)));
        Admission admission = session.admission();
        while (admission.begin(STARTED, writing("begun"), SOURCE, false) > 0) {
            // Until it is full.
        }
        assertEquals(1, admission.refused());
        assertEquals(0, admission.missing());
        assertEquals(0, admission.begin(STARTED, writing("exempt"), SOURCE, true));
        assertEquals(1, admission.missing());
        session.start();
        session.close(System.nanoTime() + 5_000_000_000L);
        List<String> lines =
                Files.readAllLines(path).stream().map(String::strip).toList();
        assertTrue(lines.stream().anyMatch(line -> line.contains("the request was refused")), lines::toString);
        assertEquals(1, missing(lines));
        assertFalse(lines.contains("exempt"));
    }

    @Test
    void interrupted_thread_that_waits_is_refused_in_time_and_stays_interrupted() throws Exception {
        Session session = session(required(file(0, Path.of("/dev/full"))));
        session.start();
        assertTrue(session.admission().begin(STARTED, writing("first"), SOURCE, false) > 0);
        TrailTest.await(() -> session.writer().routes().lanes().get(0).failure() != null);
        Thread.currentThread().interrupt();
        assertEquals(Admission.REFUSED, session.admission().begin(STARTED, writing("second"), SOURCE, false));
        assertTrue(Thread.interrupted());
        session.close(System.nanoTime());
        // It waits for the next start.
        session.sayWaiting();
        assertTrue(log.stream().anyMatch(line -> line.contains("1 records wait in ")), log::toString);
    }

    @Test
    void request_that_waits_holds_no_buffer_of_the_encoder() throws Exception {
        Session session = session(required(file(0, Path.of("/dev/full"))));
        session.start();
        assertTrue(session.admission().begin(STARTED, writing("first"), SOURCE, false) > 0);
        TrailTest.await(() -> session.writer().routes().lanes().get(0).failure() != null);
        Writing encoder = new Writing("second");
        AtomicBoolean isRefused = new AtomicBoolean();
        Thread request = new Thread(
                () -> isRefused.set(session.admission().begin(STARTED, encoder, SOURCE, false) == Admission.REFUSED));
        request.start();
        while (request.getState() != Thread.State.TIMED_WAITING && request.isAlive()) {
            Thread.onSpinWait();
        }
        assertEquals(0, encoder.lent.get());
        request.join();
        assertTrue(isRefused.get());
        session.close(System.nanoTime());
    }
}
