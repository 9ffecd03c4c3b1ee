package io.caretrail.core;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.caretrail.core.config.Configuration;
import io.caretrail.core.config.ConfigurationLoader;
import io.caretrail.core.config.NamedFile;
import io.caretrail.core.destination.ChildJvm;
import io.caretrail.core.destination.DestinationKinds;
import io.caretrail.core.trail.Recovered;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Brings what a killed process left to the destinations, without a server. */
class RecoverTest {

    @TempDir
    Path folder;

    private final List<String> log = new CopyOnWriteArrayList<>();

    private Path yaml(Path audit) throws IOException {
        return yaml(audit, "raw");
    }

    private Path yaml(Path audit, String schema) throws IOException {
        return Files.writeString(
                folder.resolve("caretrail.yaml"), """
                    settings:
                      - name: archive
                        destinations:
                          file: { path: %s, schema: %s }
                    handOff: { size: 16MB }
                    state: %s
                    """.formatted(audit, schema, folder.resolve("state")));
    }

    private static Configuration configuration(Path yaml) throws Exception {
        return new ConfigurationLoader(DestinationKinds.available())
                .loadFile(AuditedProcess.NOTHING_AROUND, new NamedFile(yaml.toString(), "the test"))
                .configuration();
    }

    private Recovered recover(Path yaml) throws Exception {
        return Caretrail.recover(configuration(yaml), "recover", log::add, Duration.ofSeconds(20));
    }

    private ChildJvm killed(Path yaml) throws Exception {
        ChildJvm child = ChildJvm.start(folder, List.of(), AuditedProcess.class, yaml.toString(), "4", "-1");
        for (int i = 0; i < 3000 && Files.size(child.output()) < 5000; i++) {
            assertTrue(child.process().isAlive(), child::said);
            Thread.sleep(10);
        }
        child.process().destroyForcibly().waitFor();
        return child;
    }

    @Test
    void what_a_killed_process_left_is_delivered_once_and_its_open_exchanges_are_closed() throws Exception {
        Path audit = folder.resolve("audit.ndjson");
        Path yaml = yaml(audit);
        ChildJvm child = killed(yaml);
        Recovered recovered = recover(yaml);
        assertTrue(recovered.isComplete(), recovered::toString);
        assertTrue(recovered.closed() > 0, recovered::toString);
        assertEquals(0, recovered.damaged());
        Recovered again = recover(yaml);
        assertEquals(0, again.closed());
        assertEquals(0, again.destinations().get(0).delivered());
        Oracle oracle = new Oracle();
        oracle.ledger(child.output());
        oracle.trail(audit);
        oracle.assertEveryExchangeWhole();
    }

    @Test
    void what_is_recovered_into_rows_of_log_analytics_is_there_once_too() throws Exception {
        Path audit = folder.resolve("audit.ndjson");
        Path yaml = yaml(audit, "log-analytics");
        ChildJvm child = killed(yaml);
        Recovered recovered = recover(yaml);
        assertTrue(recovered.isComplete(), recovered::toString);
        assertEquals(0, recover(yaml).destinations().get(0).delivered());
        assertTrue(Files.readAllLines(audit).stream().allMatch(line -> line.startsWith("{\"TimeGenerated\":")));
        Oracle oracle = new Oracle();
        oracle.ledger(child.output());
        oracle.trail(audit);
        oracle.assertEveryExchangeWhole();
    }

    @Test
    void destination_that_cannot_take_it_is_said_and_the_next_recovery_has_it_all() throws Exception {
        Path audit = folder.resolve("audit.ndjson");
        ChildJvm child = killed(yaml(Path.of("/dev/full")));
        Recovered recovered = Caretrail.recover(
                configuration(yaml(Path.of("/dev/full"))), "recover", log::add, Duration.ofMillis(300));
        assertTrue(!recovered.isComplete(), recovered::toString);
        assertTrue(log.stream().anyMatch(line -> line.contains("cannot be written")), log::toString);
        // The operator names another file under the same key.
        Recovered next = recover(yaml(audit));
        assertTrue(next.isComplete(), next::toString);
        Oracle oracle = new Oracle();
        oracle.ledger(child.output());
        oracle.trail(audit);
        oracle.assertEveryExchangeWhole();
    }

    @Test
    void nothing_is_recovered_while_the_process_lives() throws Exception {
        Path yaml = yaml(folder.resolve("audit.ndjson"));
        Caretrail alive = AuditedProcess.start(yaml.toString());
        try {
            IOException refused = assertThrows(IOException.class, () -> recover(yaml));
            assertTrue(refused.getMessage().contains(folder.resolve("state").toString()), refused::getMessage);
        } finally {
            alive.stop();
        }
    }

    @Test
    void checkpoint_that_a_killed_process_left_is_no_open_exchange() throws Exception {
        Path audit = folder.resolve("audit.ndjson");
        AtomicInteger status = new AtomicInteger(503);
        Queue<String> received = new ConcurrentLinkedQueue<>();
        HttpServer collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            if (status.get() == 200) {
                body.lines().forEach(received::add);
            }
            exchange.sendResponseHeaders(status.get(), -1);
            exchange.close();
        });
        collector.start();
        try {
            Path yaml = yaml(audit);
            Files.writeString(yaml, Files.readString(yaml).replace("handOff:", """
                  - name: siem
                    destinations:
                      http: { url: "http://127.0.0.1:%d/" }
                handOff:\
                """.formatted(
                            collector.getAddress().getPort())));
            killed(yaml);
            status.set(200);
            Recovered recovered = recover(yaml);
            assertTrue(recovered.isComplete(), recovered::toString);
            try (Stream<String> lines = Files.lines(audit)) {
                assertEquals(
                        lines.filter(line -> line.contains("\"process ended\"")).count(), recovered.closed());
            }
        } finally {
            collector.stop(0);
        }
        List<String> checkpoints = received.stream()
                .filter(line -> line.contains("\"Caretrail.Checkpoint\""))
                .toList();
        assertFalse(checkpoints.isEmpty());
        assertTrue(
                checkpoints.stream().allMatch(line -> line.contains("\"resultType\":\"Succeeded\"")),
                checkpoints::toString);
    }
}
