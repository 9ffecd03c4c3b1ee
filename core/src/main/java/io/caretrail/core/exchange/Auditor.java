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
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Turns requests into records by one configuration; a reload makes another one. Thread-safe; what it remembers are the
 * base paths that requests have shown.
 */
public final class Auditor implements Exchanges {

    /** The property that says which parts of a record Caretrail itself failed to make, and by which exception. */
    static final String FAILED_PARTS = "failedParts";

    private final Configuration configuration;
    private final ExchangeIds ids;
    private final Keeper trail;
    private final InstantSource clock;
    private final Recognition recognition;
    private final PathPatterns excluded;
    private final PathPatterns exempt;
    private final ClientAddress clientAddress;
    private final Correlation correlation;
    private final Identities identities;
    private final CopiedHeaders copiedHeaders;

    /** Whether log lines of its requests are recorded. */
    private final boolean diagnosed;

    private final AuditUri uris;

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
        Recognised recognised = making.part(
                "operation",
                () -> recognition.recognise(method, request.path(), request.query(), request::header),
                Recognised.NOTHING);
        if (making.part("exclude", () -> excluded.matches(method, recognised), false)) {
            return Exchange.EXCLUDED;
        }
        boolean isExempt = making.part("exempt", () -> exempt.matches(method, recognised), false);
        Course course = new Course(making, request, method, recognised);
        if (!course.begin(isExempt)) {
            return Exchange.REFUSED;
        }
        String header = configuration.correlation().responseHeader();
        return new Exchange(
                course,
                course.correlationId,
                header.isEmpty() ? null : new Exchange.ResponseHeader(header, course.correlationId),
                diagnosed ? course.subject() : null);
    }

    /**
     * Makes the parts of a record, each guarded by itself: a request that one of ours cannot cope with must not thereby
     * leave the trail. The record names what is missing.
     */
    private static final class Making {

        private final List<String> failed = new ArrayList<>();

        <T> T part(String name, Supplier<T> maker, T unknown) {
            try {
                return maker.get();
            } catch (RuntimeException e) {
                failed.add(name + ": " + e.getClass().getName());
                return unknown;
            }
        }

        void tell(Map<String, Object> properties) {
            if (!failed.isEmpty()) {
                properties.put(FAILED_PARTS, List.copyOf(failed));
            }
        }
    }

    /** One request between its two records. */
    private final class Course implements Exchange.Ending {

        private final long beginning = System.nanoTime();
        private final Recognised recognised;
        private final String correlationId;
        private final AuditRecord started;
        private long room;

        Course(Making making, Request request, String method, Recognised recognised) {
            this.recognised = recognised;
            Client client = making.part("callerIpAddress", () -> clientAddress.client(request), Client.UNKNOWN);
            String id = ids.next();
            correlationId = making.part("correlationId", () -> correlation.id(request), id);
            Identity identity = making.part("identity", () -> identities.started(request), Identity.UNKNOWN);
            String host = request.host();
            String uri = making.part("uri", () -> uri(request, method, client, host), "");
            started = new AuditRecord(
                    clock.instant(),
                    id + ".0",
                    configuration.resourceId(),
                    operationName(),
                    null,
                    Category.AuditLogs,
                    ResultType.Started,
                    0,
                    null,
                    0,
                    client.address() == null ? "" : client.address(),
                    correlationId,
                    identity,
                    Level.Informational,
                    configuration.location(),
                    configuration.type(),
                    uri,
                    properties(making, request, method, host, client));
        }

        Exchange.Subject subject() {
            return new Exchange.Subject(
                    started.recordId().substring(0, started.recordId().length() - ".0".length()),
                    started.operationName(),
                    correlationId,
                    started.identity(),
                    Objects.requireNonNullElse(started.uri(), ""),
                    recognised.operation().properties());
        }

        /** False when the exchange must not be. */
        boolean begin(boolean isExempt) {
            room = trail.begin(started, isExempt);
            return room != Keeper.REFUSED;
        }

        private String operationName() {
            Operation operation = recognised.operation();
            return operation.service() == Operation.Service.FHIR
                    ? configuration.operationNamePrefix() + operation.name()
                    : operation.name();
        }

        private String uri(Request request, String method, Client client, @Nullable String host) {
            return uris.of(
                    client.origin(request.scheme(), host, request.port()),
                    method,
                    request.path(),
                    request.query(),
                    recognised.operation().service() == Operation.Service.FHIR);
        }

        private Map<String, Object> properties(
                Making making, Request request, String method, @Nullable String host, Client client) {
            Map<String, Object> properties =
                    new LinkedHashMap<>(recognised.operation().properties());
            properties.put("method", method);
            if (host != null) {
                properties.put("host", making.part("host", () -> AuditUri.host(host), ""));
            }
            if (client.peer() != null) {
                properties.put("peerIpAddress", client.peer());
            }
            if (client.disputed() != null) {
                properties.put("disputedIpAddress", client.disputed());
            }
            making.part("headers", () -> copiedHeaders.properties(request), Map.<String, Object>of())
                    .forEach(properties::putIfAbsent);
            put(properties, "requestBytes", request.contentLength());
            making.tell(properties);
            return withTruncatedLast(properties);
        }

        @Override
        public void end(Outcome outcome) {
            long elapsed = System.nanoTime() - beginning;
            Making making = new Making();
            making.part("base", () -> learn(outcome.status()), false);
            ResultType result = outcome.succeeded() ? ResultType.Succeeded : ResultType.Failed;
            Identity identity = making.part(
                    "identity", () -> identities.completed(started.identity(), outcome), started.identity());
            AuditRecord last = new AuditRecord(
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
                    finalProperties(making, outcome));
            trail.end(last, room);
        }

        private boolean learn(int status) {
            recognition.learn(recognised, status);
            return true;
        }

        private Map<String, Object> finalProperties(Making making, Outcome outcome) {
            Operation operation = recognised.operation();
            Operation completed = making.part(
                    "operation", () -> operation.completed(outcome.status(), outcome.location()), operation);
            Map<String, Object> properties = new LinkedHashMap<>(completed.properties());
            started.properties().forEach(properties::putIfAbsent);
            put(properties, "requestBytes", outcome.requestBytes());
            put(properties, "responseBytes", outcome.responseBytes());
            making.tell(properties);
            return withTruncatedLast(properties);
        }

        private static Map<String, Object> withTruncatedLast(Map<String, Object> properties) {
            Object truncated = properties.remove(CopiedHeaders.TRUNCATED);
            if (truncated != null) {
                properties.put(CopiedHeaders.TRUNCATED, truncated);
            }
            return properties;
        }

        private static void put(Map<String, Object> properties, String name, long bytes) {
            if (bytes >= 0) {
                properties.put(name, bytes);
            }
        }
    }
}
