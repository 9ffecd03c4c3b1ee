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
import io.caretrail.core.record.Category;
import io.caretrail.core.record.Identity;
import io.caretrail.core.record.Level;
import io.caretrail.core.record.RecordFields;
import io.caretrail.core.record.RecordFields.Text;
import io.caretrail.core.record.RecordSource;
import io.caretrail.core.record.ResultType;
import io.caretrail.core.uri.AuditUri;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Turns requests into records by one configuration; a reload makes another one. Thread-safe; what it remembers are the
 * base paths that requests have shown.
 */
public final class Auditor implements Exchanges {

    /** The property that says which parts of a record Caretrail itself failed to make, and by which exception. */
    static final String FAILED_PARTS = "failedParts";

    private static final long NANOS_OF_SECOND = 1_000_000_000;

    private final Configuration configuration;
    /** More of them there cannot be: their names are the recognisers'. */
    private final Map<String, String> fhirNames = new ConcurrentHashMap<>();

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
    private volatile Host host = new Host("", AuditUri.host(""));

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
        Recognised recognised = making.part("operation", recognition, request, Auditor::recognised, Recognised.NOTHING);
        if (making.part("exclude", method, recognised, excluded::matches, false)) {
            return Exchange.EXCLUDED;
        }
        boolean isExempt = making.part("exempt", method, recognised, exempt::matches, false);
        Course course = new Course(making, request, method, recognised);
        if (!course.begin(isExempt)) {
            return Exchange.REFUSED;
        }
        String header = configuration.correlation().responseHeader();
        return new Exchange(
                course,
                header.isEmpty() ? null : new Exchange.ResponseHeader(header, course.correlationId()),
                diagnosed ? course.subject() : null);
    }

    private static Recognised recognised(Recognition recognition, Request request) {
        return recognition.recognise(request.method(), request.path(), request.query(), request::header);
    }

    /**
     * Makes the parts of a record, each guarded by itself: a request that one of ours cannot cope with must not thereby
     * leave the trail. The record names what is missing.
     */
    private static final class Making {

        private List<String> failed = List.of();

        /** Of two things and not of none: a maker that remembered them would be an object for each part. */
        <A, B, T> T part(String name, A one, B other, BiFunction<A, B, T> maker, T unknown) {
            try {
                return maker.apply(one, other);
            } catch (RuntimeException e) {
                if (failed.isEmpty()) {
                    failed = new ArrayList<>();
                }
                failed.add(name + ": " + e.getClass().getName());
                return unknown;
            }
        }

        void tell(RecordFields fields) {
            if (!failed.isEmpty()) {
                fields.properties(Map.of(FAILED_PARTS, List.copyOf(failed)));
            }
        }
    }

    /** The operation's name as it is written, made once. */
    private String operationName(Operation operation) {
        if (operation.service() != Operation.Service.FHIR) {
            return operation.name();
        }
        String known = fhirNames.get(operation.name());
        return known == null
                ? fhirNames.computeIfAbsent(operation.name(), name -> configuration.operationNamePrefix() + name)
                : known;
    }

    /** The host as it is written; as a rule all requests name the same one. */
    private String host(String sent) {
        Host known = host;
        if (!known.sent.equals(sent)) {
            known = new Host(sent, AuditUri.host(sent));
            host = known;
        }
        return known.written;
    }

    private record Host(String sent, String written) {}

    /**
     * One request between its two records, and what tells them: the last one from {@link #end} on. It keeps what the
     * request said and not the records, which would be several times as large.
     */
    private final class Course implements Exchange.Ending, RecordSource {

        private final long beginning = System.nanoTime();
        private final long epochSecond;
        private final int nano;
        private final long id = ids.count();
        private final Making making;
        private final Recognised recognised;
        private final String method;
        private final @Nullable String sentHost;
        private final String host;
        private final Client client;
        private final String sentId;
        private final long madeId;
        private final String uri;
        private final Map<String, Object> headers;
        private final long contentLength;
        private Operation operation;
        private Identity identity;
        private long room;

        /** Null until the end. */
        private @Nullable Outcome outcome;

        private long elapsed;

        Course(Making making, Request request, String method, Recognised recognised) {
            this.making = making;
            this.recognised = recognised;
            this.method = method;
            operation = recognised.operation();
            client = making.part("callerIpAddress", clientAddress, request, ClientAddress::client, Client.UNKNOWN);
            sentId = making.part("correlationId", correlation, request, Correlation::sent, "");
            madeId = sentId.isEmpty() ? correlation.count() : 0;
            identity = making.part("identity", identities, request, Identities::started, Identity.UNKNOWN);
            sentHost = request.host();
            uri = making.part("uri", this, request, Course::uri, "");
            host = making.part("host", this, request, Course::host, "");
            headers = making.part("headers", copiedHeaders, request, CopiedHeaders::properties, Map.of());
            contentLength = request.contentLength();
            Instant now = clock.instant();
            epochSecond = now.getEpochSecond();
            nano = now.getNano();
        }

        private String uri(Request request) {
            return uris.of(
                    client.origin(request.scheme(), sentHost, request.port()),
                    method,
                    request.path(),
                    request.query(),
                    operation.service() == Operation.Service.FHIR);
        }

        private String host(Request request) {
            return sentHost == null ? "" : Auditor.this.host(sentHost);
        }

        Exchange.Subject subject() {
            return new Exchange.Subject(
                    ids.text(id), operationName(operation), correlationId(), identity, uri, operation.properties());
        }

        /** False when the exchange must not be. */
        boolean begin(boolean isExempt) {
            room = trail.begin(this, isExempt);
            return room != Keeper.REFUSED;
        }

        @Override
        public void end(Outcome ended) {
            elapsed = System.nanoTime() - beginning;
            boolean unused = making.part("base", this, ended, Course::learn, false);
            identity = making.part("identity", this, ended, Course::completedIdentity, identity);
            operation = making.part("operation", operation, ended, Course::completed, operation);
            outcome = ended;
            trail.end(this, room);
        }

        private boolean learn(Outcome ended) {
            recognition.learn(recognised, ended.status());
            return true;
        }

        private Identity completedIdentity(Outcome ended) {
            return identities.completed(identity, ended);
        }

        private static Operation completed(Operation operation, Outcome ended) {
            return operation.completed(ended.status(), ended.location());
        }

        @Override
        public String correlationId() {
            return sentId.isEmpty() ? correlation.text(madeId) : sentId;
        }

        @Override
        public void tell(RecordFields fields) {
            Outcome ended = outcome;
            boolean failed = ended != null && !ended.succeeded();
            // Not a second look at the clock: it may have been set, and an end before its beginning helps nobody.
            long nanos = nano + elapsed;
            fields.time(epochSecond + nanos / NANOS_OF_SECOND, (int) (nanos % NANOS_OF_SECOND));
            ids.tell(id, ended == null ? ".0" : ".1", fields);
            fields.text(Text.RESOURCE_ID, configuration.resourceId());
            fields.text(Text.OPERATION_NAME, operationName(operation));
            fields.category(Category.AuditLogs);
            if (ended == null) {
                fields.result(ResultType.Started, 0);
            } else {
                fields.result(failed ? ResultType.Failed : ResultType.Succeeded, ended.status());
                fields.text(Text.RESULT_DESCRIPTION, ended.failure());
            }
            fields.durationMs(elapsed / 1_000_000);
            fields.text(Text.CALLER_IP_ADDRESS, client.address() == null ? "" : client.address());
            if (sentId.isEmpty()) {
                correlation.tell(madeId, fields);
            } else {
                fields.text(Text.CORRELATION_ID, sentId);
            }
            fields.identity(identity);
            fields.level(failed ? Level.Error : Level.Informational);
            fields.text(Text.LOCATION, configuration.location());
            fields.text(Text.TYPE, configuration.type());
            fields.text(Text.URI, uri);
            tellProperties(fields, ended);
        }

        private void tellProperties(RecordFields fields, @Nullable Outcome ended) {
            fields.properties(operation.properties());
            fields.property("method", method);
            fields.property("host", sentHost == null ? null : host);
            fields.property("peerIpAddress", client.peer());
            fields.property("disputedIpAddress", client.disputed());
            Object truncated = headers.get(CopiedHeaders.TRUNCATED);
            fields.properties(truncated == null ? headers : withoutTruncated());
            long read = ended == null ? -1 : ended.requestBytes();
            bytes(fields, "requestBytes", read >= 0 ? read : contentLength);
            bytes(fields, "responseBytes", ended == null ? -1 : ended.responseBytes());
            making.tell(fields);
            if (truncated != null) {
                fields.properties(Map.of(CopiedHeaders.TRUNCATED, truncated));
            }
        }

        private Map<String, Object> withoutTruncated() {
            Map<String, Object> others = new LinkedHashMap<>(headers);
            others.remove(CopiedHeaders.TRUNCATED);
            return others;
        }

        private static void bytes(RecordFields fields, String name, long bytes) {
            if (bytes >= 0) {
                fields.property(name, bytes);
            }
        }
    }
}
