package io.caretrail.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.caretrail.core.caller.ExchangeIds;
import io.caretrail.core.config.Configuration;
import io.caretrail.core.config.ConfigurationLoader;
import io.caretrail.core.config.Surroundings;
import io.caretrail.core.destination.ChildJvm;
import io.caretrail.core.destination.DestinationKinds;
import io.caretrail.core.door.Request;
import io.caretrail.core.door.Response;
import io.caretrail.core.exchange.Auditor;
import io.caretrail.core.record.CaretrailRecords;
import io.caretrail.core.record.RawEncoder;
import io.caretrail.core.trail.Sealing;
import io.caretrail.core.trail.Terms;
import io.caretrail.core.trail.Trail;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a request's thread allocates for its two records, from the beginning to the hand-off: unlike times, the same on
 * every machine. What the door makes of its container's request is not counted.
 */
class RequestAllocationTest {

    /** Bytes. A step that makes more has to be excused in RATIONALE.md, with a measurement. */
    private static final long MOST = 600;

    private static final int ROUND = 2_000;

    @TempDir
    Path folder;

    /** In a JVM that has run nothing else: what other tests do with the same methods decides what the compiler makes of them. */
    @Test
    void a_request_allocates_little_once_its_path_is_compiled() throws Exception {
        ChildJvm child = ChildJvm.start(folder, List.of(), RequestAllocationTest.class, folder.toString());
        assertEquals(0, child.await(), child::said);
        long measured = Long.parseLong(Files.readString(child.output()).strip());
        assertTrue(measured <= MOST, () -> measured + " bytes for a request");
    }

    /** Prints how many bytes a request takes; the argument is a folder for the trail. */
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        Configuration configuration = new ConfigurationLoader(DestinationKinds.available())
                .loadProperties(
                        Surroundings.ofThisProcess(),
                        Map.of(
                                "settings[0].destinations.file.path",
                                folder.resolve("audit.ndjson").toString()),
                        "test")
                .configuration();
        ExchangeIds ids = new ExchangeIds();
        RawEncoder encoder = new RawEncoder();
        CaretrailRecords own = new CaretrailRecords(
                new CaretrailRecords.Origin("/r", "here", "t"),
                new CaretrailRecords.Program("0", "here", 1),
                ids::next,
                InstantSource.system());
        Terms terms = new Terms(
                folder.resolve("state"),
                "test",
                "test",
                configuration.handOff(),
                Sealing.ofFiles(null),
                Duration.ofSeconds(1),
                Terms.SPOOL);
        try (Trail trail = Trail.open(configuration.settings(), terms, schema -> encoder, own, message -> {})) {
            Auditor auditor = new Auditor(configuration, ids, new CountedExchanges(trail));
            long allocated = Long.MAX_VALUE;
            // On a busy machine the compiler comes late.
            long patience = System.nanoTime() + 50_000_000_000L;
            while (allocated > MOST && System.nanoTime() - patience < 0) {
                allocated = Math.min(allocated, bytesOfOne(auditor));
                while (trail.counters().waiting() > 0) {
                    LockSupport.parkNanos(100_000);
                }
            }
            System.out.println(allocated);
        }
    }

    private static long bytesOfOne(Auditor auditor) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < ROUND; i++) {
            auditor.begin(READ).complete(OK);
        }
        return (threads.getCurrentThreadAllocatedBytes() - before) / ROUND;
    }

    private static final Response OK = new AuditedProcess.Answered(200);

    /** A read as a FHIR client sends it; allocates nothing itself. */
    private static final Request READ = new Request() {

        private final List<String> names = List.of("Host", "User-Agent", "Accept");
        private final List<String> agent = List.of("clinic/1.0");

        @Override
        public String method() {
            return "GET";
        }

        @Override
        public String scheme() {
            return "https";
        }

        @Override
        public String host() {
            return "fhir.example.org";
        }

        @Override
        public int port() {
            return 8443;
        }

        @Override
        public String path() {
            return "/fhir/Patient/1";
        }

        @Override
        public @Nullable String query() {
            return null;
        }

        @Override
        public @Nullable String header(String name) {
            return name.equals("User-Agent") ? agent.get(0) : null;
        }

        @Override
        public List<String> headers(String name) {
            return name.equals("User-Agent") ? agent : List.of();
        }

        @Override
        public List<String> headerNames() {
            return names;
        }

        @Override
        public String peerAddress() {
            return "192.0.2.7";
        }

        @Override
        public @Nullable String user() {
            return null;
        }

        @Override
        public @Nullable String authMethod() {
            return null;
        }

        @Override
        public @Nullable String clientCertificateSubject() {
            return null;
        }

        @Override
        public long contentLength() {
            return -1;
        }
    };
}
