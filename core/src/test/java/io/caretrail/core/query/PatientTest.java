package io.caretrail.core.query;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.caretrail.core.uri.AuditUri;
import io.caretrail.core.uri.Origin;
import io.caretrail.core.uri.QueryHash;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which records are a patient's. */
class PatientTest {

    private static final SecretKey KEY =
            new SecretKeySpec("0123456789abcdef0123456789abcdef".getBytes(UTF_8), "HmacSHA256");
    private static final Origin ORIGIN = new Origin("https", "fhir.example", 443, false);

    @TempDir
    private Path folder;

    private Answer ask(Patient patient, String... lines) throws Exception {
        Path file = Lines.write(folder.resolve("audit.ndjson"), lines);
        return Answer.to(new Criteria(false, null, null, List.of(), patient, 0), file);
    }

    private static String recorded(String mode, String target) {
        int question = target.indexOf('?');
        String path = question < 0 ? target : target.substring(0, question);
        String query = question < 0 ? null : target.substring(question + 1);
        return new AuditUri(mode, mode.equals("hash") ? KEY : null).of(ORIGIN, "GET", path, query, true);
    }

    private Answer ask(Patient patient, String mode, String target) throws Exception {
        return ask(patient, Lines.of(1, recorded(mode, target), Map.of("method", "GET")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/fhir/Patient/42",
                "/fhir/Patient/42/_history/3",
                "/fhir/Patient/42/$everything",
                "/fhir/Patient/42/Observation?code=1",
                "/fhir/Patient/%34%32",
                "/fhir//Patient/./42;v=1",
                "/fhir/Patient?_id=42",
                "/fhir/Patient?_id=41,42",
                "/fhir/Patient?identifier=42",
                "/fhir/Patient?identifier=urn:oid:1.2.36%7C42",
                "/fhir/Observation?patient=42",
                "/fhir/Observation?patient=Patient/42",
                "/fhir/Observation?patient=Patient%2F42",
                "/fhir/Observation?subject=Patient/42&code=1",
                "/fhir/Observation?subject:Patient=42",
                "/fhir/Observation?subject=https://fhir.example/fhir/Patient/42",
                "/fhir/Observation?patient.identifier=urn:oid:1.2.36|42",
                "/fhir/Observation?subject:Patient.identifier=42",
                "/fhir/Observation?subject:identifier=urn:oid:1.2.36|42",
                "/fhir/Appointment?actor=Patient/42",
                "/fhir/Appointment?actor=Patient/42,Patient/43",
                "/fhir/Appointment?actor=Practitioner/42,https://fhir.example/fhir/Patient/42",
                "/fhir/Appointment?actor:Patient=42",
                "/dicom-web/studies?PatientID=42",
                "/dicom-web/studies?limit=1&00100020=42",
                "/dicom-web/studies?patientid=%34%32",
                "/dcm4chee-arc/aets/DCM/rs/patients/42",
                "/dcm4chee-arc/aets/DCM/rs/patients/42%5E%5E%5EISSUER/studies",
            })
    void patient_is_found_where_a_request_can_name_one(String target) throws Exception {
        assertEquals(1, ask(new Patient("42", null), "keep", target).summary.found(), target);
        assertEquals(
                1, ask(new Patient("Patient/42", null), "keep", target).summary.found(), target);
    }

    @Test
    void id_with_a_comma_is_found_as_it_was_sent() throws Exception {
        Patient patient = new Patient("DOE,42", null);
        assertEquals(
                1,
                ask(patient, "keep", "/dicom-web/studies?PatientID=DOE,42")
                        .summary
                        .found());
        assertEquals(
                1,
                ask(patient, "keep", "/dicom-web/studies?PatientID=DOE%2C42")
                        .summary
                        .found());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/fhir/Patient/421",
                "/fhir/Patient/4/2",
                "/fhir/Practitioner/42",
                "/fhir/Patient",
                "/fhir/Observation/42",
                "/fhir/Observation?_id=42",
                "/fhir/Observation?identifier=42",
                "/fhir/Observation?subject=Group/42",
                "/fhir/Observation?patient=142",
                "/fhir/Observation?patient.name=42",
                "/fhir/Patient?_count=42",
                "/fhir/Patient?_id=4211",
                "/fhir/Observation?subject=OtherPatient/42",
                "/fhir/Appointment?actor=Patient/421,Practitioner/42,42",
                "/dicom-web/studies?limit=42",
                "/dicom-web/studies?00100010=42",
                "/dicom-web/studies/42",
            })
    void others_are_not_taken_for_the_patient(String target) throws Exception {
        assertEquals(0, ask(new Patient("42", null), "keep", target).summary.found(), target);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/fhir/Patient?_id=42",
                "/fhir/Patient?identifier=42",
                "/fhir/Observation?patient=42",
                "/fhir/Observation?subject=Patient/42",
                "/fhir/Observation?subject=Patient%2F42",
                "/fhir/Observation?patient.identifier=42",
                "/dicom-web/studies?limit=1&PatientID=42",
                "/dicom-web/studies?00100020=%34%32",
            })
    void hashed_value_is_found_with_its_key_only(String target) throws Exception {
        Answer with = ask(new Patient("42", new QueryHash(KEY)), "hash", target);
        assertEquals(new Summary(1, 1, 0, 0), with.summary, target);
        Answer without = ask(new Patient("42", null), "hash", target);
        assertEquals(new Summary(1, 0, 0, 1), without.summary, target);
        Answer other = ask(new Patient("43", new QueryHash(KEY)), "hash", target);
        assertEquals(new Summary(1, 0, 0, 0), other.summary, target);
    }

    @Test
    void hashed_reference_is_found_under_any_parameter() throws Exception {
        Patient patient = new Patient("42", new QueryHash(KEY));
        assertEquals(
                1,
                ask(patient, "hash", "/fhir/Appointment?actor=Patient/42")
                        .summary
                        .found());
        assertEquals(
                0, ask(patient, "hash", "/fhir/Appointment?actor=42").summary.found());
        assertEquals(
                0,
                ask(patient, "hash", "/fhir/Appointment?actor=Patient/43")
                        .summary
                        .found());
    }

    @Test
    void identifier_with_its_system_is_found_under_hash_as_it_was_sent() throws Exception {
        Answer answer = ask(
                new Patient("urn:oid:1.2.36|42", new QueryHash(KEY)),
                "hash",
                "/fhir/Patient?identifier=urn:oid:1.2.36%7C42");
        assertEquals(1, answer.summary.found());
    }

    @Test
    void key_does_no_harm_where_values_are_kept() throws Exception {
        Patient patient = new Patient("42", new QueryHash(KEY));
        assertEquals(1, ask(patient, "keep", "/fhir/Patient?_id=42").summary.found());
        assertEquals(1, ask(patient, "hash", "/fhir/Patient/42").summary.found());
    }

    @Test
    void masked_value_is_said_to_be_hidden() throws Exception {
        assertEquals(new Summary(1, 0, 0, 1), ask(new Patient("42", null), "names", "/fhir/Patient?_id=42").summary);
        assertEquals(new Summary(1, 0, 0, 0), ask(new Patient("42", null), "drop", "/fhir/Patient?_id=42").summary);
    }

    @Test
    void properties_name_the_patient_too() throws Exception {
        String uri = "https://fhir.example:443/";
        Answer answer = ask(
                new Patient("42", null),
                Lines.of(1, uri, Map.of("fhirResourceType", "Patient", "fhirResourceId", "42")),
                Lines.of(2, uri, Map.of("fhirCompartment", "Patient/42")),
                Lines.of(3, uri, Map.of("X-MS-AZUREFHIR-AUDIT-PATIENT", "42")),
                Lines.of(4, uri, Map.of("X-MS-AZUREFHIR-AUDIT-CONTEXT", "https://fhir.example/Patient/42")),
                Lines.of(5, uri, Map.of("fhirResourceType", "Observation", "fhirResourceId", "42")),
                Lines.of(6, uri, Map.of("fhirCompartment", "Encounter/42")),
                Lines.of(7, uri, Map.of("fhirVersionId", "42")));
        assertEquals(List.of("1", "2", "3", "4"), answer.ids());
    }

    @Test
    void patient_is_found_in_either_schema() throws Exception {
        Answer answer = ask(
                new Patient("42", null),
                "{\"TimeGenerated\":\"2026-11-20T12:00:02Z\",\"recordId\":\"1\",\"OperationName\":\"read\","
                        + "\"FhirResourceType\":\"Patient\",\"RequestUri\":\"http://f:80/\","
                        + "\"Properties\":\"{\\\"fhirResourceId\\\":\\\"42\\\"}\"}",
                "{\"TimeGenerated\":\"2026-11-20T12:00:02Z\",\"recordId\":\"2\",\"OperationName\":\"Query\","
                        + "\"Uri\":\"http://d:80/studies?PatientID=42\",\"Properties\":\"{}\"}",
                "{\"TimeGenerated\":\"2026-11-20T12:00:02Z\",\"recordId\":\"3\",\"OperationName\":\"Query\","
                        + "\"Uri\":\"http://d:80/studies?PatientID=43\",\"Properties\":\"none\"}");
        assertEquals(List.of("1", "2"), answer.ids());
    }
}
