package io.caretrail.core.http;

import io.caretrail.core.config.ConfigKey;
import io.caretrail.core.config.DestinationSettings;
import io.caretrail.core.config.KeyProblem;
import io.caretrail.core.destination.Destination;
import io.caretrail.core.destination.DestinationContext;
import io.caretrail.core.destination.DestinationKind;
import io.caretrail.core.http.format.WireFormat;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The kind {@code http}: batches of records to a collector, in one of several formats; docs/http.md. */
public final class HttpDestinationKind implements DestinationKind {

    private final List<WireFormat> formats = WireFormats.available();

    @Override
    public String name() {
        return "http";
    }

    @Override
    public List<ConfigKey> keys() {
        return HttpKeys.all(formats);
    }

    @Override
    public List<KeyProblem> problems(Map<String, Object> values) {
        List<KeyProblem> problems = new ArrayList<>(HttpRules.problems(values));
        formats.stream()
                .filter(format -> format.name().equals(values.get("format")))
                .forEach(format -> problems.addAll(format.problems(values)));
        return problems;
    }

    @Override
    public boolean isRemote() {
        return true;
    }

    /**
     * {@inheritDoc}
     *
     * @throws IOException when keys or certificates cannot be used: a configuration that is wrong, unlike a collector that
     *     is down
     */
    @Override
    public Destination open(DestinationSettings settings, DestinationContext context) throws IOException {
        return HttpDestination.open(settings(settings), context, Clock.systemUTC(), System::nanoTime);
    }

    @Override
    public void check(DestinationSettings settings) throws IOException {
        tryOut(settings);
    }

    @Override
    public String tryOut(DestinationSettings settings) throws IOException {
        return HttpProbe.check(settings(settings));
    }

    private HttpSettings settings(DestinationSettings settings) {
        String name = settings.get("format", String.class);
        WireFormat format = formats.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(settings.key() + ".format has no such format: " + name));
        return HttpSettings.of(settings, format);
    }
}
