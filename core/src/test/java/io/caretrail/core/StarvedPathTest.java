package io.caretrail.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caretrail.core.destination.ChildJvm;
import io.caretrail.core.door.SentRequest;
import io.caretrail.core.exchange.Exchange;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fault 12: no stack, no memory, or an interrupt, in the middle of the audit path. */
class StarvedPathTest {

    @TempDir
    Path folder;

    private static Caretrail start(Path folder) throws Exception {
        return AuditedProcess.start(Files.writeString(folder.resolve("caretrail.yaml"), """
            settings:
              - destinations:
                  file: { path: %s }
            state: %s
            """.formatted(
                                folder.resolve("audit.ndjson"), folder.resolve("state")))
                .toString());
    }

    private static Exchange begin(Caretrail caretrail, String client) {
        return caretrail.begin(SentRequest.from("192.0.2.7")
                .asking("GET", "/fhir/Patient/1", null)
                .with("Host", "fhir.example")
                .with("X-Request-Id", client));
    }

    private static Oracle oracle(Path folder) throws Exception {
        Oracle oracle = new Oracle();
        oracle.trail(folder.resolve("audit.ndjson"));
        return oracle;
    }

    @Test
    void interrupted_thread_has_its_records_kept_and_stays_interrupted() throws Exception {
        Caretrail caretrail = start(folder);
        Thread.currentThread().interrupt();
        begin(caretrail, "interrupted").complete(new AuditedProcess.Answered(200));
        assertTrue(Thread.currentThread().isInterrupted());
        caretrail.stop();
        assertTrue(Thread.interrupted());
        Oracle oracle = oracle(folder);
        oracle.asked.add("interrupted");
        oracle.begun.add("interrupted");
        oracle.ended.add("interrupted");
        oracle.assertEveryExchangeWhole();
    }

    @Test
    void exchange_that_ends_where_the_stack_ends_has_one_final_record_or_one_that_is_counted() throws Exception {
        Caretrail caretrail = start(folder);
        int exchanges = 50;
        for (int i = 0; i < exchanges; i++) {
            Exchange exchange = begin(caretrail, "deep-" + i);
            // Elsewhere each time.
            Deep deep = new Deep(exchange, i);
            deep.down(0);
            assertTrue(exchange.isComplete());
            assertTrue(deep.overflows > 0);
        }
        caretrail.stop();
        Oracle oracle = oracle(folder);
        assertEquals(exchanges, oracle.trail.size());
        long finals = 0;
        for (Oracle.Found found : oracle.trail.values()) {
            assertEquals(1, found.started.size());
            assertTrue(found.ended.size() <= 1);
            finals += found.ended.size();
        }
        // What could be counted and then could not say so is tried again, and may be counted again.
        assertTrue(finals + oracle.missing() >= exchanges, finals + " ended, " + oracle.missing() + " counted");
    }

    /** Goes down until the stack ends, and ends the exchange on the way up, in each frame, as containers do in several. */
    private static final class Deep {
        private final Exchange exchange;
        private final int padding;
        private int overflows;
        private boolean up;

        Deep(Exchange exchange, int padding) {
            this.exchange = exchange;
            this.padding = padding;
        }

        @SuppressWarnings("InfiniteRecursion") // that is what it is for
        long down(long depth) {
            long more = padding;
            try {
                more += down(depth + 1);
            } catch (StackOverflowError end) {
                overflows++;
                up = true;
            }
            if (up && !exchange.isComplete()) {
                try {
                    exchange.complete(new AuditedProcess.Answered(200));
                } catch (StackOverflowError notHere) {
                    overflows++;
                }
            }
            return more;
        }
    }

    @Test
    void full_heap_loses_nothing_that_is_not_counted_and_the_trail_goes_on_behind_it() throws Exception {
        ChildJvm child = ChildJvm.start(folder, List.of(), Full.class, folder.toString());
        assertEquals(0, child.await(), child::said);
        assertTrue(child.said().contains("all is well"), child::said);
    }

    /** Makes requests while there is no memory, then when there is again. */
    static final class Full {

        private static final int EXCHANGES = 300;
        private static final int FULL_FROM = 100;
        private static final int FULL_TO = 115;

        public static void main(String[] arguments) throws Exception {
            Path folder = Path.of(arguments[0]);
            Caretrail caretrail = start(folder);
            String[] clients = new String[EXCHANGES];
            boolean[] begun = new boolean[EXCHANGES];
            boolean[] ended = new boolean[EXCHANGES];
            for (int i = 0; i < EXCHANGES; i++) {
                clients[i] = "full-" + i;
            }
            List<byte[]> hog = new ArrayList<>();
            long errors = 0;
            for (int i = 0; i < EXCHANGES; i++) {
                if (i == FULL_FROM) {
                    fill(hog);
                } else if (i == FULL_TO) {
                    hog.clear();
                }
                try {
                    Exchange exchange = begin(caretrail, clients[i]);
                    begun[i] = true;
                    exchange.complete(new AuditedProcess.Answered(200));
                    ended[i] = true;
                } catch (OutOfMemoryError none) {
                    errors++;
                }
            }
            caretrail.stop();
            compare(folder, clients, begun, ended);
            System.out.println("all is well; " + errors + " times there was no memory in the door");
        }

        private static void fill(List<byte[]> hog) {
            for (int size = 1 << 20; size >= 16; size /= 2) {
                try {
                    while (true) {
                        hog.add(new byte[size]);
                    }
                } catch (OutOfMemoryError smaller) {
                    // As it shall be.
                }
            }
        }

        private static void compare(Path folder, String[] clients, boolean[] begun, boolean[] ended) throws Exception {
            Oracle oracle = oracle(folder);
            long absent = 0;
            for (int i = 0; i < clients.length; i++) {
                Oracle.Found found = oracle.trail.getOrDefault(clients[i], new Oracle.Found());
                assertTrue(found.started.size() <= 1 && found.ended.size() <= 1, clients[i]);
                absent += begun[i] ? 1 - found.started.size() : 0;
                absent += ended[i] ? 1 - found.ended.size() : 0;
                boolean afterwards = i >= FULL_TO;
                assertTrue(!afterwards || found.ended.size() == 1, clients[i]);
            }
            assertTrue(absent <= oracle.missing(), absent + " are absent, " + oracle.missing() + " are counted");
        }
    }
}
