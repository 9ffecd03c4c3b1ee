package io.caretrail.core.exchange;

import io.caretrail.core.caller.Client;
import io.caretrail.core.caller.ClientAddress;
import io.caretrail.core.caller.CopiedHeaders;
import io.caretrail.core.caller.Correlation;
import io.caretrail.core.caller.Identities;
import io.caretrail.core.door.GuardedResponse;
import io.caretrail.core.door.Outcome;
import io.caretrail.core.door.Request;
import io.caretrail.core.door.Response;
import io.caretrail.core.operation.Operation;
import io.caretrail.core.operation.Recognised;
import io.caretrail.core.record.Category;
import io.caretrail.core.record.FixedText;
import io.caretrail.core.record.Identity;
import io.caretrail.core.record.Level;
import io.caretrail.core.record.RecordFields;
import io.caretrail.core.record.RecordFields.Text;
import io.caretrail.core.record.RecordSource;
import io.caretrail.core.record.ResultType;
import io.caretrail.core.uri.Origin;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One request between its two records, and what tells them: the last one from {@link #end} on. It keeps what the request
 * said and not the records, which would be several times as large.
 */
final class RecordedExchange extends Exchange implements RecordSource {

    private static final FixedText METHOD = FixedText.of("method");
    private static final FixedText HOST = FixedText.of("host");
    private static final FixedText PEER = FixedText.of("peerIpAddress");
    private static final FixedText DISPUTED = FixedText.of("disputedIpAddress");
    private static final FixedText REQUEST_BYTES = FixedText.of("requestBytes");
    private static final FixedText RESPONSE_BYTES = FixedText.of("responseBytes");
    private static final long NANOS_OF_SECOND = 1_000_000_000;

    /** Of an exchange that has not ended. */
    private static final int OPEN = -1;

    private final Auditor auditor;
    private final long beginning = System.nanoTime();
    private final long epochSecond;
    private final int nano;
    private final long id;
    private final Making making;
    private final Recognised recognised;
    private final String method;

    private final Client client;

    /** Empty when the client sent none that is valid. */
    private final String correlationId;

    /** Null when the client named none. */
    private @Nullable FixedText host;

    private FixedText uriStart = FixedText.EMPTY;
    private String uriRest = "";
    private final Map<String, Object> headers;
    private final @Nullable Subject subject;
    private Operation operation;
    private Identity identity;
    private long room;
    private long requestBytes;
    private long responseBytes = -1;
    private int status = OPEN;
    private long elapsed;

    /** @param request read here and not kept */
    RecordedExchange(Auditor auditor, Making making, Request request, String method, Recognised recognised) {
        this.auditor = auditor;
        this.making = making;
        this.recognised = recognised;
        this.method = method;
        id = auditor.ids.count();
        operation = recognised.operation();
        client = making.part("callerIpAddress", auditor.clientAddress, request, ClientAddress::client, Client.UNKNOWN);
        correlationId = making.part("correlationId", auditor.correlation, request, Correlation::sent, "");
        identity = making.part("identity", auditor.identities, request, Identities::started, Identity.UNKNOWN);
        boolean unused = making.part("uri", this, request, RecordedExchange::readUri, false);
        headers = making.part("headers", auditor.copiedHeaders, request, CopiedHeaders::properties, Map.of());
        requestBytes = request.contentLength();
        Instant now = auditor.clock.instant();
        epochSecond = now.getEpochSecond();
        nano = now.getNano();
        subject = auditor.diagnosed ? madeSubject() : null;
    }

    private boolean readUri(Request request) {
        String sentHost = request.host();
        host = sentHost == null ? null : auditor.host(sentHost);
        Origin origin = client.origin(request.scheme(), sentHost, request.port());
        String path = request.path();
        String query = request.query();
        String start = auditor.uris.start(origin, path, query);
        uriRest = auditor.uris.rest(start, origin, method, path, query, operation.service() == Operation.Service.FHIR);
        uriStart = auditor.uriStart(start);
        return true;
    }

    private Subject madeSubject() {
        return new Subject(
                auditor.ids.text(id),
                auditor.operationName(operation).toString(),
                correlationId(),
                identity,
                uriStart + uriRest,
                operation.properties());
    }

    @Override
    public @Nullable Subject subject() {
        return subject;
    }

    @Override
    public String correlationId() {
        return correlationId.isEmpty() ? auditor.correlation.text(id) : correlationId;
    }

    @Override
    public @Nullable ResponseHeader responseHeader() {
        return auditor.responseHeader.isEmpty() ? null : new ResponseHeader(auditor.responseHeader, correlationId());
    }

    /** False when the exchange must not be. */
    boolean begin(boolean isExempt) {
        room = auditor.trail.begin(this, isExempt);
        return room != Keeper.REFUSED;
    }

    @Override
    void end(Response response) {
        elapsed = System.nanoTime() - beginning;
        int committed = committedStatus();
        status = committed == 0 ? GuardedResponse.status(response) : committed;
        boolean unused = making.part("base", this, response, RecordedExchange::learn, false);
        identity = making.part("identity", this, response, RecordedExchange::completedIdentity, identity);
        operation = making.part("operation", this, response, RecordedExchange::completedOperation, operation);
        long read = GuardedResponse.requestBytes(response);
        requestBytes = read >= 0 ? read : requestBytes;
        responseBytes = GuardedResponse.responseBytes(response);
        auditor.trail.end(this, room);
    }

    private boolean learn(Response response) {
        auditor.recognition.learn(recognised, status);
        return true;
    }

    private Identity completedIdentity(Response response) {
        return auditor.identities.completed(identity, status, user(), authMethod());
    }

    private Operation completedOperation(Response response) {
        return operation.completed(status, GuardedResponse.location(response));
    }

    @Override
    public void tell(RecordFields fields) {
        boolean ended = status != OPEN;
        String reason = ended ? failure() : null;
        boolean failed = ended && !Outcome.succeeded(status, reason);
        // Not a second look at the clock: it may have been set, and an end before its beginning helps nobody.
        long nanos = nano + elapsed;
        fields.time(epochSecond + nanos / NANOS_OF_SECOND, (int) (nanos % NANOS_OF_SECOND));
        auditor.ids.tell(id, ended ? ".1" : ".0", fields);
        fields.text(Text.RESOURCE_ID, auditor.resourceId);
        fields.text(Text.OPERATION_NAME, auditor.operationName(operation));
        fields.category(Category.AuditLogs);
        if (ended) {
            fields.result(failed ? ResultType.Failed : ResultType.Succeeded, status);
            fields.text(Text.RESULT_DESCRIPTION, reason);
        } else {
            fields.result(ResultType.Started, 0);
        }
        fields.durationMs(elapsed / 1_000_000);
        fields.text(Text.CALLER_IP_ADDRESS, client.address() == null ? "" : client.address());
        if (correlationId.isEmpty()) {
            auditor.correlation.tell(id, fields);
        } else {
            fields.text(Text.CORRELATION_ID, correlationId);
        }
        fields.identity(identity);
        fields.level(failed ? Level.Error : Level.Informational);
        fields.text(Text.LOCATION, auditor.location);
        fields.text(Text.TYPE, auditor.type);
        fields.text(Text.URI, uriStart, uriRest);
        tellProperties(fields);
    }

    private void tellProperties(RecordFields fields) {
        fields.properties(operation.properties());
        fields.property(METHOD, method);
        if (host != null) {
            fields.property(HOST, host);
        }
        fields.property(PEER, client.peer());
        fields.property(DISPUTED, client.disputed());
        Object truncated = headers.get(CopiedHeaders.TRUNCATED);
        fields.properties(truncated == null ? headers : withoutTruncated());
        bytes(fields, REQUEST_BYTES, requestBytes);
        bytes(fields, RESPONSE_BYTES, responseBytes);
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

    private static void bytes(RecordFields fields, FixedText name, long bytes) {
        if (bytes >= 0) {
            fields.property(name, bytes);
        }
    }
}
