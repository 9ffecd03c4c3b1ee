package io.caretrail.examples.fhir;

import io.caretrail.examples.story.Ledger;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;

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

    /** A story told to the server at this base, with one line for each request. */
    Story(URI base, PrintStream lines) {
        clinic = new FhirWorkstation(base, lines);
    }

    /** Arguments: the server's FHIR base, and the file to write the ledger to. Exits with 1 when the server surprises. */
    public static void main(String[] args) throws InterruptedException {
        Story story = new Story(URI.create(args[0]), System.out);
        try {
            story.tell().write(Path.of(args[1]));
        } catch (IOException e) {
            System.err.println("The story ended before its end, with " + args[0] + ": " + e);
            System.exit(1);
        }
        if (story.clinic.surprises() > 0) {
            System.err.println(story.clinic.surprises() + " answers were not what the story expects, see above");
            System.exit(1);
        }
    }

    Ledger tell() throws IOException, InterruptedException {
        String anna = admission();
        String pulse = examination(anna);
        refusals(anna, pulse);
        correction(pulse);
        return clinic.ledger();
    }

    private String admission() throws IOException, InterruptedException {
        clinic.login(null, null);
        clinic.get("What can this server do?", "/metadata", 200);
        clinic.login("nurse", "florence");
        String anna =
                clinic.post("Anna Keller is admitted", "/Patient", ANNA, 201).location();
        clinic.postUnlessThere("The desk admits her again", "/Patient", "identifier=urn:clinic:mrn|4711", ANNA, 200);
        clinic.get("The nurse opens her chart", "/" + anna, 200);
        clinic.get("... finds her by name", "/Patient?name=keller", 200);
        clinic.postForm("... by number, not in the URL", "/Patient/_search", "identifier=urn:clinic:mrn%7C4711", 200);
        return anna;
    }

    private String examination(String anna) throws IOException, InterruptedException {
        String id = anna.substring(anna.indexOf('/') + 1);
        clinic.login("dr.lee", "stethoscope");
        clinic.put("Dr. Lee adds a phone number", "/" + anna, ANNA_WITH_PHONE.formatted(id), 200);
        String pulse = clinic.post("... enters pulse and diagnosis", "", FINDINGS.formatted(anna), 200)
                .firstLocation();
        clinic.get("... looks for the pulse", "/Observation?subject=" + anna + "&code=http://loinc.org%7C8867-4", 200);
        clinic.get("... reads all versions", "/" + anna + "/_history", 200);
        clinic.get("... the first one", "/" + anna + "/_history/1", 200);
        String next = clinic.get("... the whole chart, by twos", "/" + anna + "/$everything?_count=2", 200)
                .next();
        clinic.get("... and the next page", next, 200);
        clinic.get("... what was new today", "/_history", 200);
        return pulse;
    }

    private void refusals(String anna, String pulse) throws IOException, InterruptedException {
        clinic.get("A resource that never was", "/Patient/nobody", 404);
        clinic.get("A type this server does not have", "/Unicorn/1", 404);
        clinic.post("A body that is no FHIR", "/Patient", "{\"resourceType\": \"Pat", 400);
        clinic.get("A path outside of FHIR", "/../admin", 404);
        clinic.login("nurse", "florence");
        clinic.delete("A nurse must not delete", "/" + pulse, 403);
        clinic.login("nurse", "nightingale");
        clinic.get("A wrong password", "/" + anna, 401);
        clinic.login(null, null);
        clinic.get("No login at all", "/" + anna, 401);
        clinic.nonsense("Not HTTP at all", "GET /fhir/Patient?name=<script> nonsense\r\n\r\n", 400);
    }

    private void correction(String pulse) throws IOException, InterruptedException {
        clinic.login("dr.lee", "stethoscope");
        clinic.delete("The pulse was another patient's", "/" + pulse, 204);
        clinic.get("... and is gone", "/" + pulse, 410);
    }
}
