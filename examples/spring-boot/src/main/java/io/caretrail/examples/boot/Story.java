package io.caretrail.examples.boot;

import io.caretrail.examples.story.Expectation;
import io.caretrail.examples.story.Telling;
import io.caretrail.examples.story.Workstation;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Map;

/** A morning in the clinic, seen from its workstations, with all that Spring Security refuses. */
final class Story {

    private static final String ANNA = """
            {"resourceType": "Patient", "name": [{"family": "Keller", "given": ["Anna"]}], "birthDate": "1984-03-09"}
            """;

    private static final Map<String, String> FHIR = Map.of("Content-Type", "application/fhir+json");

    private final Workstation clinic;

    private Story(Workstation clinic) {
        this.clinic = clinic;
    }

    /** Arguments as of {@link Telling#main}. */
    public static void main(String[] arguments) throws InterruptedException {
        Telling.main(arguments, workstation -> new Story(workstation).tell());
    }

    private void tell() throws IOException, InterruptedException {
        clinic.login(null, null);
        get("What can this server do?", "/metadata", Expectation.of(200, "capabilities"));
        clinic.login("nurse", "florence");
        String anna = send("Anna Keller is admitted", "POST", "/Patient", ANNA, Expectation.of(201, "create"))
                .headers()
                .firstValue("Location")
                .orElseThrow()
                .replaceFirst("^.*(/Patient/[^/]+).*$", "$1");
        get("The nurse opens her chart", anna, Expectation.of(200, "read").with("fhirResourceType", "Patient"));
        get("... and looks for all patients", "/Patient", Expectation.of(200, "search-type"));
        get("A patient who never was", "/Patient/nobody", Expectation.of(404, "read"));
        get("A type this server does not have", "/Unicorn/1", Expectation.of(404, "read"));
        send("A nurse must not delete", "DELETE", anna, "", Expectation.of(403, "delete"));
        clinic.login("nurse", "nightingale");
        get("A wrong password", anna, Expectation.of(401, "read"));
        clinic.login(null, null);
        get("No login at all", anna, Expectation.of(401, "read"));
        clinic.login("dr.lee", "stethoscope");
        send("Dr. Lee deletes", "DELETE", anna, "", Expectation.of(204, "delete"));
        get("... and she is gone", anna, Expectation.of(410, "read"));
    }

    private void get(String what, String target, Expectation expected) throws IOException, InterruptedException {
        clinic.send(what, "GET", target, Map.of(), BodyPublishers.noBody(), expected);
    }

    private HttpResponse<byte[]> send(
            String what, String method, String target, String resource, Expectation expected)
            throws IOException, InterruptedException {
        BodyPublisher body = resource.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(resource);
        return clinic.send(what, method, target, FHIR, body, expected);
    }
}
