package io.caretrail.core.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BaseDetectionTest {

    private static String noHeader(String name) {
        return null;
    }

    private static Recognised ask(Recognition recognition, String method, String target) {
        int question = target.indexOf('?');
        return question < 0
                ? recognition.recognise(method, target, null, BaseDetectionTest::noHeader)
                : recognition.recognise(
                        method,
                        target.substring(0, question),
                        target.substring(question + 1),
                        BaseDetectionTest::noHeader);
    }

    private static String name(Recognition recognition, String method, String target) {
        return ask(recognition, method, target).operation().name();
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /, bundle-post",
        "POST, /fhir, bundle-post",
        "POST, /fhir/, bundle-post",
        "POST, /hapi/fhir/tenantA, bundle-post",
        "POST, /hapi/fhir/DEFAULT, bundle-post",
        "POST, /baseR4, bundle-post",
        "POST, /login, Other",
        "POST, /api/v1, Other",
        "GET, /fhir, search-system",
        "GET, /fhir?name=x, search-system",
        "GET, /hapi/fhir/tenantA?_getpages=u, get-page",
        "GET, /hapi/fhir/swagger-ui, Other",
        "GET, /fhir/swagger-ui/index.html, Other",
        "GET, /, Other",
        "GET, /?name=x, Other",
        "GET, /?_id=1, search-system",
        "GET, /app?_id=1, Other",
        "DELETE, /fhir?_lastUpdated=lt2020, conditional-delete",
        "DELETE, /fhir, Other",
        "OPTIONS, /fhir, capabilities",
        "OPTIONS, /dicom-web, Capabilities",
        "GET, /dicom-web, Capabilities",
        "OPTIONS, /v2/partitions/p1, Capabilities",
        "OPTIONS, /dcm4chee-arc/aets/A/rs, Capabilities",
        "OPTIONS, /app, Other",
        "GET, /fhir/Foo/1, read",
        "GET, /fhir/TenantA/Patient/1, read",
        "GET, /fhir/TenantA/Patient, search-type",
        "GET, /fhir/TenantA/metadata, capabilities",
        "GET, /fhir/Foo/$export, export",
        "GET, /Foo/1, Other",
        "GET, /app/Foo/1, Other",
        "GET, /app/Patient/1, read",
        "GET, /partitions/Patient/studies/1.2, Retrieve",
        "POST, /v1/projects/P/locations/L/datasets/D/fhirStores, Other",
        "POST, /v1/projects/P/locations/L/datasets/D/fhirStores/S:import, import",
        "POST, /v1/projects/P/locations/L/datasets/D/fhirStores/S:export, export",
        "POST, /v1/projects/P/locations/L/datasets/D/dicomStores/S:import, BulkImport",
        "POST, /v1/projects/P/locations/L/datasets/D/dicomStores/S:export, Export",
        "GET, /dcm4chee-arc/aets/A/fhir/Patient/1, read",
    })
    void without_configuration(String method, String target, String operation) {
        assertEquals(operation, name(Recognition.of("auto", List.of()), method, target));
    }

    @Test
    void a_type_of_the_server_s_own_is_a_type_below_a_base() {
        Operation own =
                ask(Recognition.of("auto", List.of()), "GET", "/fhir/Foo/1").operation();
        assertEquals(Map.of("fhirResourceType", "Foo", "fhirResourceId", "1"), own.properties());
        assertEquals("read", name(Recognition.of("fhir", List.of()), "GET", "/Foo/1"));
        assertEquals("read", name(Recognition.of("auto", List.of("/api")), "GET", "/api/Foo/1"));
    }

    @Test
    void a_configured_service_is_taken_at_its_word() {
        assertEquals("search-system", name(Recognition.of("fhir", List.of()), "GET", "/"));
        assertEquals("search-system", name(Recognition.of("fhir", List.of()), "GET", "/?name=x"));
        assertEquals("Capabilities", name(Recognition.of("dicom", List.of()), "GET", "/"));
        assertEquals("Other", name(Recognition.of("dicom", List.of()), "GET", "/Patient/1"));
        assertEquals("Other", name(Recognition.of("fhir", List.of()), "GET", "/studies/1.2"));
        assertEquals("Query", name(Recognition.of("dicom", List.of()), "GET", "/app/instances"));
        assertThrows(IllegalArgumentException.class, () -> Recognition.of("hl7", List.of()));
    }

    @Test
    void a_path_outside_every_configured_base_is_other() {
        Recognition recognition = Recognition.of("auto", List.of("/a/fhir", "/a/fhir/deep", "/dicom-web/"));
        assertEquals("Other", name(recognition, "GET", "/fhir/Patient/1"));
        assertEquals("Other", name(recognition, "GET", "/a/fhirx/Patient/1"));
        assertEquals("Other", name(recognition, "POST", "/a"));
        assertNull(ask(recognition, "GET", "/a").base());
        assertEquals("read", name(recognition, "GET", "/a/fhir/Patient/1"));
        assertEquals("/a/fhir/deep", ask(recognition, "POST", "/a/fhir/deep").base());
        assertEquals("bundle-post", name(recognition, "POST", "/a/fhir/deep"));
        assertEquals(
                "/a/fhir/tenant",
                ask(recognition, "GET", "/a/fhir/tenant/Patient/1").base());
        assertEquals("Retrieve", name(recognition, "GET", "/dicom-web/studies/1.2"));
        assertEquals("Other", name(recognition, "GET", "/dicom-web/Foo/1"));
        assertEquals(
                "/actuator/health",
                ask(recognition, "GET", "/a/fhir/actuator/health").belowBase());
    }

    @Test
    void a_base_is_learned_from_what_was_served_below_it() {
        Recognition recognition = Recognition.of("auto", List.of());
        assertEquals("Other", name(recognition, "POST", "/clinic"));
        Recognised read = ask(recognition, "GET", "/clinic/Patient/1");
        recognition.learn(read, 404);
        assertEquals("Other", name(recognition, "POST", "/clinic"));
        recognition.learn(read, 200);
        assertEquals("bundle-post", name(recognition, "POST", "/clinic"));
        assertEquals("search-system", name(recognition, "GET", "/clinic?name=x"));
        assertEquals("read", name(recognition, "GET", "/clinic/Foo/1"));
        assertEquals("/health", ask(recognition, "GET", "/clinic/health").belowBase());
        recognition.learn(ask(recognition, "GET", "/images/studies/1.2"), 200);
        assertEquals("Capabilities", name(recognition, "OPTIONS", "/images"));
        assertEquals("Query", name(recognition, "GET", "/images/instances"));
    }

    @Test
    void rubbish_cannot_push_out_what_was_learned() {
        Recognition recognition = Recognition.of("auto", List.of());
        recognition.learn(ask(recognition, "GET", "/clinic/Patient/1"), 200);
        for (int at = 0; at < 5_000; at++) {
            recognition.learn(ask(recognition, "GET", "/x" + at + "/Patient/1"), 200);
            recognition.learn(ask(recognition, "GET", "/x/".repeat(at % 50) + "/Patient/1"), 200);
        }
        assertEquals("bundle-post", name(recognition, "POST", "/clinic"));
        assertEquals("Other", name(recognition, "POST", "/x4999"));
        assertEquals("Other", name(recognition, "GET", "/"));
    }

    @Test
    void nothing_is_learned_from_what_any_page_could_be() {
        Recognition recognition = Recognition.of("auto", List.of());
        recognition.learn(ask(recognition, "GET", "/app/metadata"), 200);
        recognition.learn(ask(recognition, "GET", "/app/$x"), 200);
        recognition.learn(ask(recognition, "GET", "/Patient/1"), 200);
        recognition.learn(ask(recognition, "GET", "/app/x/../Patient/1"), 200);
        recognition.learn(ask(recognition, "GET", "/nothing"), 200);
        assertEquals("Other", name(recognition, "POST", "/app"));
        assertEquals("Other", name(recognition, "GET", "/Foo/1"));
    }

    @Test
    void the_path_below_the_base_is_known() {
        Recognition recognition = Recognition.of("auto", List.of());
        assertEquals("/metadata", ask(recognition, "GET", "/hapi/fhir/metadata").belowBase());
        assertEquals(
                "/hapi/fhir", ask(recognition, "GET", "/hapi/fhir/metadata").base());
        assertEquals("/", ask(recognition, "POST", "/fhir").belowBase());
        assertEquals(
                "/Patient/1", ask(recognition, "OPTIONS", "/fhir/Patient/1").belowBase());
        assertEquals(
                "/actuator/health",
                ask(recognition, "GET", "/fhir/actuator/health").belowBase());
        assertNull(ask(recognition, "GET", "/actuator/health").belowBase());
        assertNull(ask(recognition, "OPTIONS", "*").belowBase());
    }
}
