package io.caretrail.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caretrail.core.destination.ChildJvm;
import io.caretrail.core.door.SentRequest;
import io.caretrail.core.exchange.Exchange;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fault 4: the disk of the trail is full, while the state folder is on another one; a small file system in a namespace. */
class FullDiskTest {

    @TempDir
    Path folder;

    private void run(Class<?> main) throws Exception {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        ChildJvm child = ChildJvm.start(
                folder,
                List.of(
                        "unshare",
                        "--user",
                        "--map-root-user",
                        "--mount",
                        "sh",
                        "-c",
                        "mount -t tmpfs -o size=4m tmpfs \"$0\" && exec \"$@\"",
                        disk.toString()),
                main,
                disk.toString(),
                folder.resolve("state").toString());
        assertEquals(0, child.await(), child::said);
        assertTrue(child.said().contains("all is well"), child::said);
    }

    @Test
    void nothing_is_lost_or_refused_where_the_destination_is_not_required() throws Exception {
        run(NotRequired.class);
    }

    @Test
    void requests_are_refused_and_counted_where_it_is_until_there_is_space_again() throws Exception {
        run(Required.class);
    }

    /** One server on the small disk. */
    private static final class Server {
        private final Path audit;
        private final Path filler;
        private final Caretrail caretrail;
        private final Oracle oracle = new Oracle();
        private int asked;

        Server(String[] arguments, String required) throws Exception {
            Path disk = Path.of(arguments[0]);
            audit = disk.resolve("audit.ndjson");
            filler = disk.resolve("filler");
            Path configuration =
                    Files.writeString(disk.resolve("caretrail.yaml"), """
                    settings:
                      - name: archive
                        destinations:
                          file: { path: %s, required: %s }
                    required: { wait: 10ms, exempt: [/fhir/metadata] }
                    handOff: { size: 1MB }
                    state: %s
                    """.formatted(audit, required, arguments[1]));
            caretrail = AuditedProcess.start(configuration.toString());
        }

        /** True when it was served. */
        boolean asks(String path) {
            String id = "client-" + asked++;
            oracle.asked.add(id);
            Exchange exchange = caretrail.begin(SentRequest.from("192.0.2.7")
                    .asking("GET", path, null)
                    .with("Host", "fhir.example")
                    .with("X-Request-Id", id));
            (exchange.isRefused() ? oracle.refused : oracle.begun).add(id);
            exchange.complete(new AuditedProcess.Answered(200));
            return !exchange.isRefused();
        }

        void fillDisk() throws Exception {
            try (var out = Files.newOutputStream(filler)) {
                byte[] block = new byte[4096];
                while (true) {
                    out.write(block);
                }
            } catch (java.io.IOException full) {
                // As it shall be.
            }
        }

        /** How many records are not in the spool, which takes over when half of the hand-off is taken: by some 800. */
        long waitInHandOff() {
            var archive = caretrail.counters().destinations().get(0);
            return archive.waiting() - archive.spooled();
        }

        boolean isFailing() {
            return caretrail.counters().destinations().get(0).failure() != null;
        }

        void await(Callable<Boolean> condition) throws Exception {
            for (int i = 0; i < 3000 && !condition.call(); i++) {
                Thread.sleep(10);
            }
            assertTrue(condition.call(), () -> caretrail.counters().toString());
        }

        void stopAndCompare() throws Exception {
            caretrail.stop();
            oracle.trail(audit);
            oracle.assertEveryExchangeWhole();
            System.out.println("all is well");
        }
    }

    static final class NotRequired {
        public static void main(String[] arguments) throws Exception {
            Server server = new Server(arguments, "false");
            assertTrue(server.asks("/fhir/Patient/1"));
            server.fillDisk();
            for (int i = 0; i < 1500; i++) {
                assertTrue(server.asks("/fhir/Patient/1"));
                // Else a writer that gets no processor for a moment loses what the hand-off has no room for, as it may.
                server.await(() -> server.waitInHandOff() < 1000);
            }
            server.await(server::isFailing);
            // More than the hand-off holds: the spool has taken over.
            server.await(() -> server.caretrail.counters().destinations().get(0).spooled() > 0);
            Files.delete(server.filler);
            server.await(() -> server.caretrail.counters().destinations().get(0).waiting() == 0);
            server.stopAndCompare();
        }
    }

    static final class Required {
        public static void main(String[] arguments) throws Exception {
            Server server = new Server(arguments, "true");
            assertTrue(server.asks("/fhir/Patient/1"));
            server.fillDisk();
            // What is left of the file's last block takes some.
            server.await(() -> !server.asks("/fhir/Patient/1"));
            assertTrue(server.asks("/fhir/metadata"));
            for (int i = 0; i < 5; i++) {
                assertTrue(!server.asks("/fhir/Patient/1"));
            }
            Files.delete(server.filler);
            server.await(() -> server.asks("/fhir/Patient/1"));
            int refused = server.oracle.refused.size();
            server.stopAndCompare();
            assertEquals(refused, server.oracle.refusedRequests());
        }
    }
}
