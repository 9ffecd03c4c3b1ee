package io.caretrail.core.destination;

import io.caretrail.core.config.ConfigKey;
import io.caretrail.core.config.DestinationSettings;
import java.util.List;

/** The kind {@code stdout}: one record a line on the standard output of the process, as container platforms collect it. */
public final class StdoutDestinationKind implements DestinationKind {

    @Override
    public String name() {
        return "stdout";
    }

    @Override
    public List<ConfigKey> keys() {
        return List.of();
    }

    @Override
    public Destination open(DestinationSettings settings, DestinationContext context) {
        return new StdoutDestination(settings.key());
    }

    /** Standard output is always there; what is behind it shows when it is written to. */
    @Override
    public void check(DestinationSettings settings) {}
}
