package io.caretrail.core.health;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.caretrail.core.Caretrail;
import io.caretrail.core.config.Configuration;
import io.caretrail.core.config.ConfigurationLoader;
import io.caretrail.core.config.ConfigurationWatch;
import io.caretrail.core.config.Surroundings;
import io.caretrail.core.destination.DestinationKinds;
import io.caretrail.core.door.Response;
import io.caretrail.core.door.SentRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.LoggerFactory;

/** A real trail with a door of the test's, as an application or a server would have it. */
public final class RunningTrail implements AutoCloseable {

    private final Caretrail caretrail;
    private final AtomicInteger rounds;

    private RunningTrail(Caretrail caretrail, AtomicInteger rounds) {
        this.caretrail = caretrail;
        this.rounds = rounds;
    }

    /** Starts with {@code caretrail.yaml} in the folder. */
    static RunningTrail start(Path folder, String instance) throws Exception {
        Surroundings surroundings = new Surroundings(Map.of(), Map.of(), folder, "pacs-host", null);
        ConfigurationWatch watch =
                ConfigurationWatch.start(new ConfigurationLoader(DestinationKinds.available()), surroundings, null);
        AtomicInteger rounds = new AtomicInteger();
        return new RunningTrail(
                Caretrail.start(watch, new TestDoor(instance, rounds), LoggerFactory.getLogger("io.caretrail.test")),
                rounds);
    }

    /** Writes the configuration file of a folder: one destination of kind file for each path. */
    static void configure(Path folder, String... paths) throws Exception {
        StringBuilder yaml = new StringBuilder("state: " + folder.resolve("state") + "\nsettings:\n");
        for (String path : paths) {
            yaml.append("  - destinations:\n      file: { path: \"" + path + "\" }\n");
        }
        Path fresh = folder.resolve("caretrail.yaml.new");
        Files.writeString(fresh, yaml, UTF_8);
        Files.move(
                fresh,
                folder.resolve("caretrail.yaml"),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    void requests(int count) {
        for (int i = 0; i < count; i++) {
            caretrail.begin(SentRequest.from("192.0.2.7")).complete(new Answer(200, null, 0, 0));
        }
    }

    /** Returns when whoever tends has been round some more times. */
    void awaitRounds(int more) throws InterruptedException {
        int until = rounds.get() + more;
        while (rounds.get() < until) {
            Thread.sleep(20);
        }
    }

    Caretrail caretrail() {
        return caretrail;
    }

    /** What a class loader of its own runs from beginning to end; named after what it is given. */
    public static void deployAndUndeploy(Path folder) throws Exception {
        try (RunningTrail trail = start(folder, "redeployed")) {
            trail.requests(3);
            Beans.await("io.caretrail:type=Trail,name=redeployed", "Accepted", 7L);
        }
    }

    @Override
    public void close() {
        caretrail.stop();
    }

    private record Answer(int status, String location, long requestBytes, long responseBytes) implements Response {}

    private record TestDoor(String instance, AtomicInteger rounds) implements Caretrail.Door {
        @Override
        public String name() {
            return "filter";
        }

        @Override
        public List<String> hooks() {
            return List.of("test");
        }

        @Override
        public void tend() {
            rounds.incrementAndGet();
        }

        @Override
        public void expect(Configuration configuration) {}
    }
}
