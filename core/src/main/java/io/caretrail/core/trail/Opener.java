package io.caretrail.core.trail;

import io.caretrail.core.config.Configuration.Setting;
import io.caretrail.core.config.DestinationSettings;
import io.caretrail.core.destination.Destination;
import io.caretrail.core.destination.DestinationContext;
import io.caretrail.core.destination.DestinationKind;
import io.caretrail.core.destination.DestinationKinds;
import io.caretrail.core.handoff.StateFolder;
import io.caretrail.core.record.AuditRecord;
import io.caretrail.core.record.OwnRecords;
import io.caretrail.core.seal.Checkpoint;
import io.caretrail.core.seal.Signer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Opens destinations of the kinds there are. */
final class Opener {

    private final Map<String, DestinationKind> kinds = new TreeMap<>();
    private final Report report;
    private final Sealing sealing;
    private final OwnRecords own;
    private final Consumer<AuditRecord> trail;
    private final Rendering.Source renderings;

    /**
     * Opens destinations.
     *
     * @param trail takes the records of what the destinations tell
     */
    Opener(Report report, Sealing sealing, OwnRecords own, Consumer<AuditRecord> trail, Rendering.Source renderings) {
        this.report = report;
        this.sealing = sealing;
        this.own = own;
        this.trail = trail;
        this.renderings = renderings;
        DestinationKinds.available().forEach(kind -> kinds.put(kind.name(), kind));
    }

    /** Tries the files among the destinations, and leaves everything as it is. */
    void check(List<Setting> settings) throws IOException {
        for (Setting setting : settings) {
            for (DestinationSettings destination : setting.destinations()) {
                DestinationKind kind = kinds.get(destination.kind());
                if (kind != null && !kind.isRemote()) {
                    kind.check(destination);
                }
            }
        }
    }

    Delivery.Target open(DestinationSettings settings, Seat seat, StateFolder state) throws IOException {
        DestinationKind kind = kinds.get(settings.kind());
        if (kind == null) {
            throw new IOException(settings.key() + ": there is no destination of the kind \"" + settings.kind()
                    + "\"; use one of " + kinds.keySet());
        }
        Rendering rendering = renderings.of(settings.schema());
        Destination destination =
                kind.open(settings, new Context(settings, seat, state, sealing.signer(settings, state)));
        return new Delivery.Target(settings, destination, rendering, kind.isRemote());
    }

    private final class Context implements DestinationContext {

        private final DestinationSettings settings;
        private final Seat seat;
        private final StateFolder state;
        private final @Nullable Signer signer;

        Context(DestinationSettings settings, Seat seat, StateFolder state, @Nullable Signer signer) {
            this.settings = settings;
            this.seat = seat;
            this.state = state;
            this.signer = signer;
        }

        @Override
        public void pruned(String file, long bytes, long records) {
            trail.accept(own.pruned(file, bytes, records));
        }

        @Override
        public void warning(String message) {
            report.say(settings.key() + ": " + message);
        }

        @Override
        public void quarantined(long records, String reason) {
            seat.tally().quarantined.addAndGet(records);
            seat.putAside().add(new Gap(records, 0, reason));
            report.say(settings.key() + ": " + records + " records were put aside: " + reason);
        }

        @Override
        public void missing(String reason, long records) {
            trail.accept(own.gap(records, 0, reason));
            report.say(settings.key() + ": " + reason + "; at least " + records + " records are missing; compare with"
                    + " what a collector received (verify --against)");
        }

        @Override
        public @Nullable Signer signer() {
            return signer;
        }

        @Override
        public void checkpoint(Checkpoint made) {
            long last = made.lines().first() + made.lines().count() - 1;
            trail.accept(own.checkpoint(new OwnRecords.Sealed(
                    made.trail(),
                    made.file(),
                    made.sequence(),
                    last,
                    made.lines().after(),
                    made.key(),
                    made.signedText(),
                    made.signature())));
        }

        @Override
        public Path folder() throws IOException {
            return state.destination(seat.id());
        }
    }
}
