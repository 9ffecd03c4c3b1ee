package io.caretrail.core.operation;

import io.caretrail.core.operation.Bases.Standing;
import io.caretrail.core.operation.Operation.Service;
import io.caretrail.core.operation.RequestHead.Verb;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Says what requests ask for. A function of its arguments, but for the base paths it has {@linkplain #learn learned}.
 * Thread-safe; its time is linear in the length of the path and the query.
 */
public final class Recognition {

    private final List<Recogniser> recognisers;
    private final Bases bases;

    private Recognition(List<Recogniser> recognisers, Bases bases) {
        this.recognisers = recognisers;
        this.bases = bases;
    }

    /**
     * For the configured kind of service.
     *
     * @param service {@code auto}, {@code fhir} or {@code dicom}
     * @param base the configured base paths; empty to detect them
     * @throws IllegalArgumentException when the service is none of these
     */
    public static Recognition of(String service, List<String> base) {
        FhirRecogniser fhir = new FhirRecogniser();
        DicomRecogniser dicom = new DicomRecogniser();
        return switch (service) {
            case "auto" -> new Recognition(List.of(fhir, dicom), new Bases(Service.NONE, base));
            case "fhir" -> new Recognition(List.of(fhir), new Bases(Service.FHIR, base));
            case "dicom" -> new Recognition(List.of(dicom), new Bases(Service.DICOM, base));
            default ->
                throw new IllegalArgumentException(
                        "service \"" + service + "\": unknown kind of service; use auto, fhir or dicom");
        };
    }

    /**
     * Recognises a request. Never throws, whatever the arguments hold, unless {@code header} does.
     *
     * @param method as sent; X-HTTP-Method-Override is not honoured
     * @param path the request target as sent: origin form, absolute form, {@code *} or empty
     * @param query as sent, without the question mark; null when there was none
     * @param header the first value of a header by its name in any case; null when absent; asked only where a header
     *     decides
     */
    public Recognised recognise(
            String method, String path, @Nullable String query, Function<String, @Nullable String> header) {
        RequestHead head = new RequestHead(Verb.of(method), RequestPath.of(path), query, header);
        if (head.path().isAsterisk()) {
            return new Recognised(Operation.OTHER, head.path(), -1);
        }
        int start = bases.detecting() ? 0 : bases.configuredLength(head.path());
        if (start < 0) {
            return new Recognised(Operation.OTHER, head.path(), -1);
        }
        Recognised found = belowSomeBase(head, start);
        if (found == null) {
            found = atBase(head);
        }
        if (found != null) {
            return found;
        }
        return new Recognised(
                Operation.OTHER, head.path(), bases.detecting() ? bases.leadingLength(head.path()) : start);
    }

    /** The base is what stands before the first segment from which the whole rest is a request of a service. */
    private @Nullable Recognised belowSomeBase(RequestHead head, int start) {
        RequestPath path = head.path();
        for (int from = start; from < path.size(); from++) {
            if (from > start && isName(path.segment(from - 1))) {
                continue;
            }
            for (int i = 0; i < recognisers.size(); i++) {
                Operation operation = recognisers.get(i).below(head, from, bases);
                if (operation != null) {
                    return new Recognised(operation, path, from);
                }
            }
        }
        return null;
    }

    /** Whether what follows is a name an operator chose, {@code Patient} perhaps. */
    private static boolean isName(String segment) {
        return segment.equals("partitions") || segment.equals("aets");
    }

    private @Nullable Recognised atBase(RequestHead head) {
        RequestPath path = head.path();
        for (Recogniser recogniser : recognisers) {
            Standing standing = bases.standing(recogniser.service(), path, path.size());
            Operation operation = recogniser.at(head, standing);
            if (operation != null) {
                return new Recognised(operation, path, path.size());
            }
        }
        return null;
    }

    /**
     * Remembers the base path of a request that the server answered with success, so that requests for the base itself are
     * known from then on; any other status changes nothing. Harmless with rubbish: only bases below which a resource of the specifications was served are
     * remembered, a fixed number of them, and the only use of one is to give a name to what would be {@code Other}.
     */
    public void learn(Recognised served, int status) {
        if (status < 200 || status > 299) {
            return;
        }
        Operation operation = served.operation();
        String type = operation.properties().get("fhirResourceType");
        if (type != null ? ResourceTypes.isKnown(type) : operation.properties().containsKey("studyInstanceUid")) {
            bases.learn(operation.service(), served.path(), served.baseLength());
        }
    }
}
