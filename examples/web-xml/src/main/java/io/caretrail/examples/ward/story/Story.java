package io.caretrail.examples.ward.story;

import io.caretrail.examples.story.Expectation;
import io.caretrail.examples.story.Telling;
import io.caretrail.examples.story.Workstation;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;

/** One night on the ward: every way in which a request of a web application can end. */
public final class Story {

    private static final String ANNA =
            "{\"resourceType\":\"Patient\",\"name\":[{\"family\":\"Keller\",\"given\":[\"Anna\"]}]}";

    private final Workstation ward;

    private Story(Workstation ward) {
        this.ward = ward;
    }

    /** Arguments as of {@link Telling#main}. */
    public static void main(String[] args) throws InterruptedException {
        Telling.main(args, workstation -> new Story(workstation).tell());
    }

    private void tell() throws IOException, InterruptedException {
        ask("What can this server do?", "GET", "/fhir/metadata", Expectation.of(200, "capabilities"));
        ward.login("nurse", "florence");
        send("Anna Keller is admitted", "POST", "/fhir/Patient", ANNA, anna(201, "create"));
        ask("The nurse opens her chart", "GET", "/fhir/Patient/1", anna(200, "read"));
        ask("... finds her by name", "GET", "/fhir/Patient?name=keller", patient(200, "search-type"));
        ask("... by an old link: a forward", "GET", "/chart?id=1", Expectation.of(200, "Other"));
        send("... writes to it", "PUT", "/fhir/Patient/1", ANNA, anna(200, "update"));
        ask("... takes all of it: asynchronous", "GET", "/fhir/Patient/1/$everything", anna(200, "everything"));
        failures();
        refusals();
        ward.login("dr.lee", "stethoscope");
        ask("Dr. Lee deletes the chart", "DELETE", "/fhir/Patient/1", anna(204, "delete"));
        ask("... and it is gone", "GET", "/fhir/Patient/1", anna(404, "read"));
    }

    private void failures() throws IOException, InterruptedException {
        ask(
                "A chart that never was",
                "GET",
                "/fhir/Patient/7",
                patient(404, "read").with("fhirResourceId", "7"));
        send("A body that is no patient", "POST", "/fhir/Patient", "Anna, 42", patient(400, "create"));
        ask("A servlet that throws", "GET", "/fhir/Patient/1/$validate", anna(500, "validate"));
        ask("A page there is not", "GET", "/coffee", Expectation.of(404, "Other"));
    }

    /** What the servlets of this application never see. */
    private void refusals() throws IOException, InterruptedException {
        ask(
                "A nurse must not delete",
                "DELETE",
                "/fhir/Patient/1",
                anna(403, "delete").refusedBy("login"));
        ward.login("nurse", "nightingale");
        ask("A wrong password", "GET", "/fhir/Patient/1", anna(401, "read").refusedBy("login"));
        ward.login(null, null);
        ask("No login at all", "GET", "/fhir/Patient/1", anna(401, "read").refusedBy("login"));
        ask(
                "No application of this server",
                "GET",
                "/../nowhere",
                Expectation.of(404, "Other").refusedBy("host"));
        ward.raw(
                "HTTP that says no host",
                "GET /ward/fhir/Patient/1 HTTP/1.1\r\n\r\n",
                Expectation.of(400, "Other").refusedBy("connector"));
    }

    private void ask(String what, String method, String target, Expectation expected)
            throws IOException, InterruptedException {
        ward.send(what, method, target, Map.of(), BodyPublishers.noBody(), expected);
    }

    private void send(String what, String method, String target, String body, Expectation expected)
            throws IOException, InterruptedException {
        Map<String, String> fhir = Map.of("Content-Type", "application/fhir+json");
        ward.send(what, method, target, fhir, BodyPublishers.ofString(body), expected);
    }

    private static Expectation anna(int status, String operation) {
        return patient(status, operation).with("fhirResourceId", "1");
    }

    private static Expectation patient(int status, String operation) {
        return Expectation.of(status, operation).with("fhirResourceType", "Patient");
    }
}
