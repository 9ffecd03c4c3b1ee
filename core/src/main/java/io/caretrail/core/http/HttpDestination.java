package io.caretrail.core.http;

import io.caretrail.core.destination.Batching;
import io.caretrail.core.destination.Destination;
import io.caretrail.core.destination.DestinationContext;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Sends records to a collector over HTTP. */
final class HttpDestination implements Destination {

    private final Route route;
    private final DestinationContext context;
    private @Nullable String said;

    private HttpDestination(Route route, DestinationContext context) {
        this.route = route;
        this.context = context;
    }

    /**
     * Reads the files of TLS; connects to nobody.
     *
     * @throws IOException when one of them cannot be used
     */
    static HttpDestination open(HttpSettings settings, DestinationContext context, Clock clock, LongSupplier nanos)
            throws IOException {
        Route route = new Route(
                settings,
                new Caller(settings, Connection.open(settings)),
                new Circuit(new SplittableRandom()),
                new Suspicion(nanos),
                new Quarantine(context, settings.quarantine(), clock),
                context::warning,
                clock);
        if (!settings.isEncrypted() && !isLocal(settings)) {
            context.warning("records, and credentials if there are any, go to " + HttpSettings.origin(settings.url())
                    + " without encryption; use https");
        }
        return new HttpDestination(route, context);
    }

    /** As it is written: a name is not looked up, which could take long. */
    private static boolean isLocal(HttpSettings settings) {
        String host = settings.url().getHost();
        boolean address = host.startsWith("[") || host.matches("[0-9.]+");
        try {
            return host.equalsIgnoreCase("localhost")
                    || (address && InetAddress.getByName(host).isLoopbackAddress());
        } catch (UnknownHostException wrong) {
            return false;
        }
    }

    @Override
    public void write(List<ByteBuffer> records) throws IOException {
        if (!records.isEmpty()) {
            new Shipment(route, records).send();
            route.arrived();
        }
    }

    /** Changed keys and certificates are taken up; while they cannot be used the old ones stay. */
    @Override
    public void tend() throws IOException {
        try {
            route.caller().refresh();
            said = null;
        } catch (IOException e) {
            String wrong = String.valueOf(e.getMessage());
            if (!wrong.equals(said)) {
                said = wrong;
                context.warning("the keys and certificates in force stay, as the new ones cannot be used: " + wrong);
            }
        }
    }

    @Override
    public Batching batching() {
        return route.settings().batching();
    }

    @Override
    public void close() throws IOException {
        route.caller().close();
    }

    /** The place alone: settings can be secrets. */
    @Override
    public String toString() {
        return route.settings().collector();
    }
}
