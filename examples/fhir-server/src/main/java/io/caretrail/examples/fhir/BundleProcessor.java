package io.caretrail.examples.fhir;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.NotImplementedOperationException;
import ca.uhn.fhir.util.UrlUtil;
import ca.uhn.fhir.util.UrlUtil.UrlParts;
import io.caretrail.examples.fhir.Chart.Version;
import java.util.Comparator;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/** Works through one batch or transaction bundle. Used once, by one thread. */
final class BundleProcessor {

    /** The order of processing in a transaction, whatever the order of its entries. */
    private static final List<HTTPVerb> ORDER = List.of(HTTPVerb.DELETE, HTTPVerb.POST, HTTPVerb.PUT, HTTPVerb.GET);

    /**
     * One entry: what it asks of which resource.
     *
     * @param id without id part when a GET names none
     * @param existing what a conditional create found
     */
    private record Step(
            BundleEntryComponent entry,
            HTTPVerb method,
            UrlParts url,
            IdType id,
            @Nullable Resource existing) {}

    private final Chart chart;

    BundleProcessor(Chart chart) {
        this.chart = chart;
    }

    Bundle batch(Bundle request) {
        Bundle response = new Bundle().setType(BundleType.BATCHRESPONSE);
        for (BundleEntryComponent entry : request.getEntry()) {
            try {
                response.addEntry(process(step(entry)));
            } catch (BaseServerResponseException e) {
                response.addEntry(failure(e));
            }
        }
        return response;
    }

    /** To be called within {@link Chart#atomically}. */
    Bundle transaction(Bundle request) {
        List<Step> steps = request.getEntry().stream().map(this::step).toList();
        resolveReferences(steps);
        SortedMap<Integer, BundleEntryComponent> answers = new TreeMap<>();
        IntStream.range(0, steps.size())
                .boxed()
                .sorted(Comparator.comparingInt(i -> ORDER.indexOf(steps.get(i).method())))
                .forEach(i -> answers.put(i, process(steps.get(i))));
        Bundle response = new Bundle().setType(BundleType.TRANSACTIONRESPONSE);
        answers.values().forEach(response::addEntry);
        return response;
    }

    private Step step(BundleEntryComponent entry) {
        HTTPVerb method = entry.getRequest().getMethod();
        String address = entry.getRequest().getUrl();
        if (method == null || address == null) {
            throw new InvalidRequestException("An entry of the bundle has no request.method or no request.url");
        }
        UrlParts url = UrlUtil.parseUrl(address);
        String type = url.getResourceType();
        if (type == null || !ClinicApi.TYPES.contains(type)) {
            throw new InvalidRequestException("%s %s: no resource type of this server; use one of %s"
                    .formatted(method, address, ClinicApi.TYPES));
        }
        Resource existing = null;
        IdType id = new IdType(type, url.getResourceId(), url.getVersionId());
        if (method == HTTPVerb.POST) {
            String condition = entry.getRequest().getIfNoneExist();
            existing = condition == null ? null : chart.match(type, condition);
            id = existing == null ? chart.newId(type) : existing.getIdElement();
        }
        return new Step(entry, method, url, id, existing);
    }

    /** A reference to the fullUrl of another entry becomes one to the id that entry gets. */
    private static void resolveReferences(List<Step> steps) {
        Map<String, String> targets = new HashMap<>();
        for (Step step : steps) {
            if (step.entry().hasFullUrl() && step.id().hasIdPart()) {
                targets.put(
                        step.entry().getFullUrl(),
                        step.id().toUnqualifiedVersionless().getValue());
            }
        }
        for (Step step : steps) {
            if (step.entry().hasResource()) {
                FhirContext.forR4Cached()
                        .newTerser()
                        .getAllPopulatedChildElementsOfType(step.entry().getResource(), Reference.class)
                        .forEach(reference -> reference.setReference(
                                targets.getOrDefault(reference.getReference(), reference.getReference())));
            }
        }
    }

    private BundleEntryComponent process(Step step) {
        return switch (step.method()) {
            case GET -> get(step);
            case POST ->
                step.existing() == null
                        ? written(chart.write(step.id(), resource(step)))
                        : answer("200 OK", step.existing().getIdElement());
            case PUT -> written(chart.write(named(step), resource(step)));
            case DELETE -> answer("204 No Content", chart.delete(named(step)).id());
            default -> throw new NotImplementedOperationException(step.method() + " in a bundle");
        };
    }

    private BundleEntryComponent get(Step step) {
        Resource found;
        if (step.id().hasIdPart()) {
            found = chart.read(step.id());
        } else {
            Bundle matches = new Bundle().setType(BundleType.SEARCHSET);
            String query = step.url().getParams();
            chart.search(step.id().getResourceType(), Criteria.of(query == null ? "" : query))
                    .forEach(match -> matches.addEntry().setResource(match));
            found = matches.setTotal(matches.getEntry().size());
        }
        BundleEntryComponent answer = new BundleEntryComponent().setResource(found);
        answer.getResponse().setStatus("200 OK");
        return answer;
    }

    private static Resource resource(Step step) {
        Resource resource = step.entry().getResource();
        if (resource == null
                || !resource.getResourceType().name().equals(step.id().getResourceType())) {
            throw new InvalidRequestException(step.method() + " "
                    + step.entry().getRequest().getUrl() + ": the entry has no resource of that type");
        }
        return resource;
    }

    private static IdType named(Step step) {
        if (!step.id().hasIdPart()) {
            throw new InvalidRequestException("%s %s: name the resource, as %s/ID"
                    .formatted(
                            step.method(),
                            step.entry().getRequest().getUrl(),
                            step.id().getResourceType()));
        }
        return step.id();
    }

    private static BundleEntryComponent written(Version version) {
        String status = version.change() == Chart.Change.CREATED ? "201 Created" : "200 OK";
        BundleEntryComponent answer = answer(status, version.id());
        answer.getResponse().setLastModified(Date.from(version.time()));
        return answer;
    }

    private static BundleEntryComponent answer(String status, IdType id) {
        BundleEntryComponent answer = new BundleEntryComponent();
        answer.getResponse()
                .setStatus(status)
                .setLocation(id.getValue())
                .setEtag("W/\"" + id.getVersionIdPart() + "\"");
        return answer;
    }

    private static BundleEntryComponent failure(BaseServerResponseException e) {
        OperationOutcome outcome = new OperationOutcome();
        outcome.addIssue()
                .setSeverity(IssueSeverity.ERROR)
                .setCode(IssueType.PROCESSING)
                .setDiagnostics(e.getMessage());
        BundleEntryComponent answer = new BundleEntryComponent();
        answer.getResponse().setStatus(Integer.toString(e.getStatusCode())).setOutcome(outcome);
        return answer;
    }
}
