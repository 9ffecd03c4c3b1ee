package io.caretrail.examples.fhir;

import io.caretrail.examples.story.Expectation;
import io.caretrail.examples.story.Telling;
import io.caretrail.examples.story.Workstation;
import java.io.IOException;

/** One morning in the clinic, seen from its workstations: every kind of request a FHIR server gets. */
final class Story {

    private static final String ANNA = """
            {"resourceType": "Patient",
             "identifier": [{"system": "urn:clinic:mrn", "value": "4711"}],
             "name": [{"family": "Keller", "given": ["Anna"]}],
             "birthDate": "1984-03-09"}
            """;

    private static final String ANNA_WITH_PHONE = """
            {"resourceType": "Patient", "id": "%s",
             "identifier": [{"system": "urn:clinic:mrn", "value": "4711"}],
             "name": [{"family": "Keller", "given": ["Anna"]}],
             "birthDate": "1984-03-09",
             "telecom": [{"system": "phone", "value": "+41 44 555 01 23"}]}
            """;

    private static final String FINDINGS = """
            {"resourceType": "Bundle", "type": "transaction", "entry": [
              {"fullUrl": "urn:uuid:0b2f5d1e-5a8c-4b86-9d0e-6d1a1f0c7a01",
               "resource": {"resourceType": "Observation", "status": "final", "subject": {"reference": "%1$s"},
                 "code": {"coding": [{"system": "http://loinc.org", "code": "8867-4", "display": "Heart rate"}]},
                 "valueQuantity": {"value": 118, "unit": "/min"}},
               "request": {"method": "POST", "url": "Observation"}},
              {"resource": {"resourceType": "Condition", "subject": {"reference": "%1$s"},
                 "code": {"coding": [{"system": "http://snomed.info/sct", "code": "3424008", "display": "Tachycardia"}]},
                 "evidence": [{"detail": [{"reference": "urn:uuid:0b2f5d1e-5a8c-4b86-9d0e-6d1a1f0c7a01"}]}]},
               "request": {"method": "POST", "url": "Condition"}}]}
            """;

    private final FhirWorkstation clinic;

    Story(Workstation workstation) {
        clinic = new FhirWorkstation(workstation);
    }

    /** Arguments as of {@link Telling#main}. */
    public static void main(String[] args) throws InterruptedException {
        Telling.main(args, workstation -> new Story(workstation).tell());
    }

    void tell() throws IOException, InterruptedException {
        String anna = admission();
        String pulse = examination(anna);
        refusals(anna, pulse);
        correction(pulse);
    }

    private String admission() throws IOException, InterruptedException {
        clinic.login(null, null);
        clinic.get("What can this server do?", "/metadata", Expectation.of(200, "capabilities"));
        clinic.login("nurse", "florence");
        Expectation searched = onType(200, "search-type", "Patient");
        String anna = clinic.post("Anna Keller is admitted", "/Patient", ANNA, onType(201, "create", "Patient"))
                .location();
        clinic.postUnlessThere(
                "The desk admits her again",
                "/Patient",
                "identifier=urn:clinic:mrn|4711",
                ANNA,
                on(200, "conditional-create", anna));
        clinic.get("The nurse opens her chart", "/" + anna, on(200, "read", anna));
        clinic.get("... finds her by name", "/Patient?name=keller", searched);
        clinic.postForm(
                "... by number, not in the URL", "/Patient/_search", "identifier=urn:clinic:mrn%7C4711", searched);
        return anna;
    }

    private String examination(String anna) throws IOException, InterruptedException {
        String id = anna.substring(anna.indexOf('/') + 1);
        clinic.login("dr.lee", "stethoscope");
        clinic.put("Dr. Lee adds a phone number", "/" + anna, ANNA_WITH_PHONE.formatted(id), on(200, "update", anna));
        Expectation bundle = Expectation.of(200, "bundle-post");
        String pulse = clinic.post("... enters pulse and diagnosis", "", FINDINGS.formatted(anna), bundle)
                .firstLocation();
        clinic.get(
                "... looks for the pulse",
                "/Observation?subject=" + anna + "&code=http://loinc.org%7C8867-4",
                onType(200, "search-type", "Observation"));
        clinic.get("... reads all versions", "/" + anna + "/_history", on(200, "history-instance", anna));
        clinic.get(
                "... the first one",
                "/" + anna + "/_history/1",
                on(200, "vread", anna).with("fhirVersionId", "1"));
        String next = clinic.get(
                        "... the whole chart, by twos",
                        "/" + anna + "/$everything?_count=2",
                        on(200, "everything", anna))
                .next();
        clinic.get("... and the next page", next, Expectation.of(200, "get-page"));
        clinic.get("... what was new today", "/_history", Expectation.of(200, "history-system"));
        return pulse;
    }

    private void refusals(String anna, String pulse) throws IOException, InterruptedException {
        clinic.get("A resource that never was", "/Patient/nobody", on(404, "read", "Patient/nobody"));
        clinic.get("A type this server does not have", "/Unicorn/1", on(404, "read", "Unicorn/1"));
        clinic.post("A body that is no FHIR", "/Patient", "{\"resourceType\": \"Pat", onType(400, "create", "Patient"));
        clinic.get("A path outside of FHIR", "/../admin", Expectation.of(404, "Other"));
        clinic.login("nurse", "florence");
        clinic.delete("A nurse must not delete", "/" + pulse, on(403, "delete", pulse));
        clinic.login("nurse", "nightingale");
        clinic.get("A wrong password", "/" + anna, on(401, "read", anna));
        clinic.login(null, null);
        clinic.get("No login at all", "/" + anna, on(401, "read", anna));
        clinic.nonsense(
                "Not HTTP at all", "GET /fhir/Patient?name=<script> nonsense\r\n\r\n", Expectation.of(400, "Other"));
    }

    private void correction(String pulse) throws IOException, InterruptedException {
        clinic.login("dr.lee", "stethoscope");
        clinic.delete("The pulse was another patient's", "/" + pulse, on(204, "delete", pulse));
        clinic.get("... and is gone", "/" + pulse, on(410, "read", pulse));
    }

    private static Expectation onType(int status, String operation, String type) {
        return Expectation.of(status, operation).with("fhirResourceType", type);
    }

    /** What is done to {@code Patient/1}. */
    private static Expectation on(int status, String operation, String resource) {
        int slash = resource.indexOf('/');
        return onType(status, operation, resource.substring(0, slash))
                .with("fhirResourceId", resource.substring(slash + 1));
    }
}
