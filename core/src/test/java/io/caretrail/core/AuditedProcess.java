package io.caretrail.core;

import io.caretrail.core.caller.ExchangeIds;
import io.caretrail.core.config.ConfigurationLoader;
import io.caretrail.core.config.ConfigurationWatch;
import io.caretrail.core.config.NamedFile;
import io.caretrail.core.config.Surroundings;
import io.caretrail.core.destination.DestinationKinds;
import io.caretrail.core.door.Response;
import io.caretrail.core.door.SentRequest;
import io.caretrail.core.exchange.Exchange;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.LoggerFactory;

/**
 * A server in a JVM of its own: threads that begin and end exchanges, and write each step into the ledger before and after
 * it, straight into the kernel. Arguments: the configuration, threads, exchanges for each of them (-1 for no end).
 */
final class AuditedProcess {

    private static final FileOutputStream LEDGER = new FileOutputStream(FileDescriptor.out);

    /** The build's own properties begin with our name too. */
    static final Surroundings NOTHING_AROUND =
            new Surroundings(Map.of(), Map.of(), Path.of("").toAbsolutePath(), "host", null);

    private AuditedProcess() {}

    private static final Caretrail.Door DOOR = new Caretrail.Door() {
        @Override
        public String name() {
            return "test";
        }

        @Override
        public List<String> hooks() {
            return List.of("test");
        }

        @Override
        public void tend() {}
    };

    static Caretrail start(String configuration) throws Exception {
        return Caretrail.start(watch(configuration), DOOR, LoggerFactory.getLogger("caretrail"));
    }

    static ConfigurationWatch watch(String configuration) throws Exception {
        return ConfigurationWatch.start(
                new ConfigurationLoader(DestinationKinds.available()),
                NOTHING_AROUND,
                new NamedFile(configuration, "the test"));
    }

    public static void main(String[] arguments) throws Exception {
        Caretrail caretrail = start(arguments[0]);
        Runtime.getRuntime().addShutdownHook(new Thread(caretrail::stop));
        int exchanges = Integer.parseInt(arguments[2]);
        String run = new ExchangeIds().next().substring(0, 12);
        Thread[] threads = new Thread[Integer.parseInt(arguments[1])];
        for (int t = 0; t < threads.length; t++) {
            String client = run + "-" + t + "-";
            threads[t] = new Thread(() -> exchanges(caretrail, client, exchanges));
            threads[t].start();
        }
        ledger("up");
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private static void exchanges(Caretrail caretrail, String client, int exchanges) {
        for (int i = 0; i != exchanges; i++) {
            String id = client + i;
            ledger("asks " + id);
            Exchange exchange = caretrail.begin(SentRequest.from("192.0.2.7")
                    .asking("GET", "/fhir/Patient/" + i, null)
                    .with("Host", "fhir.example")
                    .with("X-Request-Id", id));
            ledger((exchange.isRefused() ? "refused " : "begun ") + id);
            // Some take their time, so that there are open ones at any moment, some of them for long.
            LockSupport.parkNanos(i % 97 == 0 ? 50_000_000 : i % 7 == 0 ? 1_000_000 : 0);
            exchange.complete(new Answered(200));
            ledger("ended " + id);
        }
    }

    private static void ledger(String line) {
        try {
            LEDGER.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the client got. */
    record Answered(int status) implements Response {
        @Override
        public long requestBytes() {
            return -1;
        }

        @Override
        public long responseBytes() {
            return 10;
        }

        @Override
        public String location() {
            return null;
        }
    }
}
