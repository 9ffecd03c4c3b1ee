package io.caretrail.core.exchange;

import io.caretrail.core.caller.ClientAddress;
import io.caretrail.core.caller.CopiedHeaders;
import io.caretrail.core.caller.Correlation;
import io.caretrail.core.caller.ExchangeIds;
import io.caretrail.core.caller.Identities;
import io.caretrail.core.config.Configuration;
import io.caretrail.core.door.GuardedRequest;
import io.caretrail.core.door.Request;
import io.caretrail.core.operation.Operation;
import io.caretrail.core.operation.PathPatterns;
import io.caretrail.core.operation.Recognised;
import io.caretrail.core.operation.Recognition;
import io.caretrail.core.record.Category;
import io.caretrail.core.record.FixedText;
import io.caretrail.core.uri.AuditUri;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Turns requests into records by one configuration; a reload makes another one. Thread-safe; what it remembers are the
 * base paths that requests have shown.
 */
public final class Auditor implements Exchanges {

    /** The property that says which parts of a record Caretrail itself failed to make, and by which exception. */
    static final String FAILED_PARTS = "failedParts";

    final FixedText resourceId;
    final FixedText location;
    final FixedText type;

    /** Empty when none is asked for. */
    final String responseHeader;

    final ExchangeIds ids;
    final Keeper trail;
    final InstantSource clock;
    final Recognition recognition;
    final ClientAddress clientAddress;
    final Correlation correlation;
    final Identities identities;
    final CopiedHeaders copiedHeaders;
    final AuditUri uris;

    /** Whether log lines of its requests are recorded. */
    final boolean diagnosed;

    private final Configuration configuration;
    private final PathPatterns excluded;
    private final PathPatterns exempt;

    /** By what the recognisers call them: more of them there cannot be. Those of FHIR apart, which have the prefix. */
    private final Map<String, FixedText> fhirNames = new ConcurrentHashMap<>();

    private final Map<String, FixedText> otherNames = new ConcurrentHashMap<>();

    private volatile FixedText uriStart = FixedText.EMPTY;
    private volatile Host host = new Host("", FixedText.of(AuditUri.host("")));

    /**
     * An auditor.
     *
     * @param ids of the process, not of the configuration, so that they stay unique over reloads
     * @param trail takes every record
     */
    public Auditor(Configuration configuration, ExchangeIds ids, Keeper trail) {
        this(configuration, ids, trail, InstantSource.system());
    }

    Auditor(Configuration configuration, ExchangeIds ids, Keeper trail, InstantSource clock) {
        this.clock = clock;
        this.configuration = configuration;
        this.ids = ids;
        this.trail = trail;
        resourceId = FixedText.of(configuration.resourceId());
        location = FixedText.of(configuration.location());
        type = FixedText.of(configuration.type());
        responseHeader = configuration.correlation().responseHeader();
        recognition = Recognition.of(configuration.service(), configuration.base());
        excluded = PathPatterns.of(configuration.exclude());
        exempt = PathPatterns.of(configuration.required().exempt());
        clientAddress = new ClientAddress(configuration.trustedProxies());
        correlation = new Correlation(configuration.correlation().headers());
        identities = new Identities(configuration.claims());
        uris = new AuditUri(configuration.uri().query(), configuration.uri().hashKey());
        copiedHeaders = new CopiedHeaders(configuration.copiedHeaders(), uris);
        diagnosed = configuration.wants(Category.DiagnosticLogs);
    }

    @Override
    public Exchange begin(Request unguarded) {
        Request request = GuardedRequest.of(unguarded);
        Making making = new Making();
        String method = request.method();
        Recognised recognised = making.part("operation", recognition, request, Auditor::recognised, Recognised.NOTHING);
        if (making.part("exclude", method, recognised, excluded::matches, false)) {
            return Exchange.EXCLUDED;
        }
        boolean isExempt = making.part("exempt", method, recognised, exempt::matches, false);
        RecordedExchange exchange = new RecordedExchange(this, making, request, method, recognised);
        return exchange.begin(isExempt) ? exchange : Exchange.REFUSED;
    }

    private static Recognised recognised(Recognition recognition, Request request) {
        return recognition.recognise(request.method(), request.path(), request.query(), request::header);
    }

    /** The operation's name as it is written, made once. */
    FixedText operationName(Operation operation) {
        boolean isFhir = operation.service() == Operation.Service.FHIR;
        Map<String, FixedText> names = isFhir ? fhirNames : otherNames;
        FixedText known = names.get(operation.name());
        if (known != null) {
            return known;
        }
        String prefix = isFhir ? configuration.operationNamePrefix() : "";
        return names.computeIfAbsent(operation.name(), name -> FixedText.of(prefix + name));
    }

    /** The host as it is written; as a rule all requests name the same one. */
    FixedText host(String sent) {
        Host known = host;
        if (!known.sent.equals(sent)) {
            known = new Host(sent, FixedText.of(AuditUri.host(sent)));
            host = known;
        }
        return known.written;
    }

    /** What a uri begins with; as a rule all requests name the same origin. */
    FixedText uriStart(String start) {
        FixedText known = uriStart;
        if (start.isEmpty()) {
            return FixedText.EMPTY;
        }
        if (!known.toString().equals(start)) {
            known = FixedText.of(start);
            uriStart = known;
        }
        return known;
    }

    private record Host(String sent, FixedText written) {}
}
