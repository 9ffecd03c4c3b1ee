package io.caretrail.core.trail;

import io.caretrail.core.config.DestinationSettings;
import io.caretrail.core.destination.Destination;
import io.caretrail.core.destination.DestinationContext;
import io.caretrail.core.destination.DestinationKind;
import io.caretrail.core.destination.DestinationKinds;
import io.caretrail.core.seal.Signer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Opens destinations of the kinds there are. */
final class Opener {

    private final Map<String, DestinationKind> kinds = new TreeMap<>();
    private final Report report;
    private final @Nullable Signer signer;
    private final Consumer<Pruned> pruned;

    /** What retention removed; see {@link DestinationContext#pruned}. */
    record Pruned(String file, long bytes, long records) {}

    Opener(Report report, @Nullable Signer signer, Consumer<Pruned> pruned) {
        this.report = report;
        this.signer = signer;
        this.pruned = pruned;
        DestinationKinds.available().forEach(kind -> kinds.put(kind.name(), kind));
    }

    Destination open(DestinationSettings settings) throws IOException {
        DestinationKind kind = kinds.get(settings.kind());
        if (kind == null) {
            throw new IOException(settings.key() + ": there is no destination of the kind \"" + settings.kind()
                    + "\"; use one of " + kinds.keySet());
        }
        return kind.open(settings, new DestinationContext() {
            @Override
            public void pruned(String file, long bytes, long records) {
                pruned.accept(new Pruned(file, bytes, records));
            }

            @Override
            public void warning(String message) {
                report.say(settings.key() + ": " + message);
            }

            @Override
            public void quarantined(long records, String reason) {
                report.say(settings.key() + ": " + records + " records were put aside: " + reason);
            }

            @Override
            public @Nullable Signer signer() {
                return signer;
            }

            @Override
            public Path folder() throws IOException {
                throw new IOException(settings.key() + ": needs a state folder, and this version keeps none");
            }
        });
    }
}
