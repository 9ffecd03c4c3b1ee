package io.caretrail.benchmarks;

import io.caretrail.core.caller.ExchangeIds;
import io.caretrail.core.config.Configuration;
import io.caretrail.core.config.ConfigurationException;
import io.caretrail.core.config.ConfigurationLoader;
import io.caretrail.core.config.Surroundings;
import io.caretrail.core.destination.DestinationKinds;
import io.caretrail.core.exchange.Auditor;
import io.caretrail.core.exchange.Keeper;
import io.caretrail.core.record.CaretrailRecords;
import io.caretrail.core.record.RawEncoder;
import io.caretrail.core.record.RecordSource;
import io.caretrail.core.trail.Sealing;
import io.caretrail.core.trail.Terms;
import io.caretrail.core.trail.Trail;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;

/**
 * A real trail that writes to a file in a folder of its own, as the configuration asks that is given beside it.
 *
 * @param encoder what the trail encodes with
 */
record FileTrail(Path folder, Configuration configuration, RawEncoder encoder, Trail trail) implements Closeable {

    static FileTrail open(Map<String, String> properties) throws IOException, ConfigurationException {
        Path folder = Files.createTempDirectory("caretrail-benchmark");
        Map<String, String> all = new HashMap<>(properties);
        all.put(
                "settings[0].destinations.file.path",
                folder.resolve("audit.ndjson").toString());
        Configuration configuration = new ConfigurationLoader(DestinationKinds.available())
                .loadProperties(Surroundings.ofThisProcess(), all, "benchmark")
                .configuration();
        Terms terms = new Terms(
                folder.resolve("state"),
                "benchmark",
                "benchmark",
                configuration.handOff(),
                Sealing.ofFiles(null),
                configuration.required().patience(),
                Terms.SPOOL);
        CaretrailRecords own = new CaretrailRecords(
                new CaretrailRecords.Origin("/benchmark", "here", "MicrosoftHealthcareApisAuditLog"),
                new CaretrailRecords.Program("0", "here", 1),
                new ExchangeIds()::next,
                InstantSource.system());
        RawEncoder encoder = new RawEncoder();
        Trail trail = Trail.open(configuration.settings(), terms, schema -> encoder, own, message -> {});
        return new FileTrail(folder, configuration, encoder, trail);
    }

    /** Makes records of exchanges and hands them over to the trail. */
    Auditor auditor() {
        return auditor(trail::begin, trail::end);
    }

    /** Makes records of exchanges for others. */
    Auditor auditor(Beginning beginning, Finishing finishing) {
        return new Auditor(configuration, new ExchangeIds(), new Keeping(beginning, finishing));
    }

    /** As {@link Keeper#begin}. */
    interface Beginning {
        long begin(RecordSource started, boolean exempt);
    }

    /** As {@link Keeper#end}. */
    interface Finishing {
        void end(RecordSource last, long room);
    }

    private record Keeping(Beginning beginning, Finishing finishing) implements Keeper {

        @Override
        public long begin(RecordSource started, boolean exempt) {
            return beginning.begin(started, exempt);
        }

        @Override
        public void end(RecordSource last, long room) {
            finishing.end(last, room);
        }
    }

    /** Says what went through the trail, closes it and deletes the folder. */
    @Override
    public void close() throws IOException {
        System.out.println("   " + trail.counters());
        trail.close();
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
