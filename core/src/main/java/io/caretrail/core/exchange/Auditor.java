package io.caretrail.core.exchange;

import io.caretrail.core.caller.Client;
import io.caretrail.core.caller.ClientAddress;
import io.caretrail.core.caller.CopiedHeaders;
import io.caretrail.core.caller.Correlation;
import io.caretrail.core.caller.ExchangeIds;
import io.caretrail.core.caller.Identities;
import io.caretrail.core.config.Configuration;
import io.caretrail.core.door.GuardedRequest;
import io.caretrail.core.door.Outcome;
import io.caretrail.core.door.Request;
import io.caretrail.core.operation.Operation;
import io.caretrail.core.operation.PathPatterns;
import io.caretrail.core.operation.Recognised;
import io.caretrail.core.operation.Recognition;
import io.caretrail.core.record.AuditRecord;
import io.caretrail.core.record.Category;
import io.caretrail.core.record.Identity;
import io.caretrail.core.record.Level;
import io.caretrail.core.record.ResultType;
import io.caretrail.core.uri.AuditUri;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Turns requests into records by one configuration; a reload makes another one. Thread-safe; what it remembers are the
 * base paths that requests have shown.
 */
public final class Auditor implements Exchanges {

    private final Configuration configuration;
    private final ExchangeIds ids;
    private final Consumer<AuditRecord> trail;
    private final Recognition recognition;
    private final PathPatterns excluded;
    private final ClientAddress clientAddress;
    private final Correlation correlation;
    private final Identities identities;
    private final CopiedHeaders copiedHeaders;
    private final AuditUri uris;

    /**
     * An auditor.
     *
     * @param ids of the process, not of the configuration, so that they stay unique over reloads
     * @param trail takes every record; must not throw
     */
    public Auditor(Configuration configuration, ExchangeIds ids, Consumer<AuditRecord> trail) {
        this.configuration = configuration;
        this.ids = ids;
        this.trail = trail;
        recognition = Recognition.of(configuration.service(), configuration.base());
        excluded = PathPatterns.of(configuration.exclude());
        clientAddress = new ClientAddress(configuration.trustedProxies());
        correlation = new Correlation(configuration.correlation().headers());
        identities = new Identities(configuration.claims());
        uris = new AuditUri(configuration.uri().query(), configuration.uri().hashKey());
        copiedHeaders = new CopiedHeaders(configuration.copiedHeaders(), uris);
    }

    @Override
    public Exchange begin(Request unguarded) {
        Request request = GuardedRequest.of(unguarded);
        String method = request.method();
        Recognised recognised = recognition.recognise(method, request.path(), request.query(), request::header);
        if (excluded.matches(method, recognised)) {
            return Exchange.EXCLUDED;
        }
        Course course = new Course(request, method, recognised);
        trail.accept(course.started);
        String header = configuration.correlation().responseHeader();
        String correlationId = course.started.correlationId();
        return new Exchange(
                course,
                header.isEmpty() || correlationId == null ? null : new Exchange.ResponseHeader(header, correlationId));
    }

    /** One request between its two records. */
    private final class Course implements Exchange.Ending {

        private final long beginning = System.nanoTime();
        private final Recognised recognised;
        private final AuditRecord started;

        Course(Request request, String method, Recognised recognised) {
            this.recognised = recognised;
            Client client = clientAddress.client(request);
            String host = request.host();
            Operation operation = recognised.operation();
            started = new AuditRecord(
                    Instant.now(),
                    ids.next() + ".0",
                    configuration.resourceId(),
                    operationName(operation),
                    null,
                    Category.AuditLogs,
                    ResultType.Started,
                    0,
                    null,
                    0,
                    client.address() == null ? "" : client.address(),
                    correlation.id(request),
                    identities.started(request),
                    Level.Informational,
                    configuration.location(),
                    configuration.type(),
                    uris.of(
                            client.origin(request.scheme(), host, request.port()),
                            method,
                            request.path(),
                            request.query(),
                            operation.service() == Operation.Service.FHIR),
                    properties(request, method, host, client));
        }

        private Map<String, Object> properties(Request request, String method, @Nullable String host, Client client) {
            Map<String, Object> properties =
                    new LinkedHashMap<>(recognised.operation().properties());
            properties.put("method", method);
            if (host != null) {
                properties.put("host", AuditUri.host(host));
            }
            if (client.peer() != null) {
                properties.put("peerIpAddress", client.peer());
            }
            if (client.disputed() != null) {
                properties.put("disputedIpAddress", client.disputed());
            }
            copiedHeaders.properties(request).forEach(properties::putIfAbsent);
            put(properties, "requestBytes", request.contentLength());
            return properties;
        }

        @Override
        public void end(Outcome outcome) {
            long elapsed = System.nanoTime() - beginning;
            ResultType result = outcome.succeeded() ? ResultType.Succeeded : ResultType.Failed;
            Identity identity = identities.completed(started.identity(), outcome);
            trail.accept(new AuditRecord(
                    // Not a second look at the clock: it may have been set, and an end before its beginning helps
                    // nobody.
                    started.time().plusNanos(elapsed),
                    started.recordId().substring(0, started.recordId().length() - 1) + "1",
                    started.resourceId(),
                    started.operationName(),
                    started.operationVersion(),
                    started.category(),
                    result,
                    outcome.status(),
                    outcome.failure(),
                    elapsed / 1_000_000,
                    started.callerIpAddress(),
                    started.correlationId(),
                    identity,
                    result == ResultType.Failed ? Level.Error : Level.Informational,
                    started.location(),
                    started.type(),
                    started.uri(),
                    finalProperties(outcome)));
            recognition.learn(recognised, outcome.status());
        }

        private Map<String, Object> finalProperties(Outcome outcome) {
            Operation completed = recognised.operation().completed(outcome.status(), outcome.location());
            Map<String, Object> properties = new LinkedHashMap<>(completed.properties());
            started.properties().forEach(properties::putIfAbsent);
            put(properties, "requestBytes", outcome.requestBytes());
            put(properties, "responseBytes", outcome.responseBytes());
            return properties;
        }

        private String operationName(Operation operation) {
            return operation.service() == Operation.Service.FHIR
                    ? configuration.operationNamePrefix() + operation.name()
                    : operation.name();
        }

        private static void put(Map<String, Object> properties, String name, long bytes) {
            if (bytes >= 0) {
                properties.put(name, bytes);
            }
        }
    }
}
