package io.caretrail.agent.hapi;

import ca.uhn.fhir.rest.client.api.IClientInterceptor;
import ca.uhn.fhir.rest.client.api.IHttpRequest;
import ca.uhn.fhir.rest.client.api.IHttpResponse;
import io.caretrail.examples.story.Expectation;
import io.caretrail.examples.story.Ledger;
import io.caretrail.examples.story.Ledger.Entry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import org.hl7.fhir.r4.model.IdType;

/**
 * Keeps the ledger of a HAPI client: gives each request that it really sends an X-Request-Id, and notes the status that came
 * back. Used by one thread.
 */
final class LedgerKeeper implements IClientInterceptor {

    private final List<Entry> entries = new ArrayList<>();
    private final List<String> surprises = new ArrayList<>();
    private final Deque<Expectation> expected = new ArrayDeque<>();
    private IHttpRequest sent;

    /** What the requests that the client sends next are to come to, in their order. */
    void expect(Expectation... requests) {
        if (!expected.isEmpty()) {
            surprises.add("the client has not sent what was to be " + expected);
        }
        expected.clear();
        expected.addAll(List.of(requests));
    }

    Ledger ledger() {
        return new Ledger(entries);
    }

    /** What the client did or saw otherwise than expected, a sentence each. */
    List<String> surprises() {
        return surprises;
    }

    @Override
    public void interceptRequest(IHttpRequest request) {
        sent = request;
        request.addHeader("X-Request-Id", id());
    }

    @Override
    public void interceptResponse(IHttpResponse response) {
        String target = sent.getHttpVerbName() + " " + sent.getUri();
        Expectation expectation = expected.poll();
        if (expectation == null) {
            surprises.add("the client has sent what nobody expected: " + target);
            return;
        }
        int status = response.getStatus();
        if (status != expectation.status()) {
            surprises.add(target + " was answered with " + status + ", not " + expectation.status());
        }
        if (status == 201) {
            IdType created = new IdType(response.getHeaders("location").get(0));
            expectation = expectation.with("fhirResourceId", created.getIdPart());
        }
        entries.add(new Entry(
                id(),
                sent.getHttpVerbName(),
                sent.getUri(),
                status,
                expectation.operation(),
                expectation.properties(),
                expectation.refusedBy()));
    }

    private String id() {
        return String.format(Locale.ROOT, "hapi-%02d", entries.size() + 1);
    }
}
