package io.caretrail.core.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompletedOperationTest {

    private static Operation asked(String method, String path) {
        return Recognition.of("auto", List.of())
                .recognise(method, path, null, name -> null)
                .operation();
    }

    private static final Operation CREATE = asked("POST", "/fhir/Patient");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://host:8080/fhir/Patient/17/_history/1",
                "/fhir/Patient/17/_history/1",
                "Patient/17/_history/1",
                "https://host/x/y/Patient/%31%37/_history/1?_format=json#top",
            })
    void a_create_learns_its_id_and_version_from_the_location(String location) {
        assertEquals(
                Map.of("fhirResourceType", "Patient", "fhirResourceId", "17", "fhirVersionId", "1"),
                CREATE.completed(201, location).properties());
    }

    @Test
    void a_location_without_version_gives_the_id_alone() {
        assertEquals(
                Map.of("fhirResourceType", "Patient", "fhirResourceId", "17"),
                CREATE.completed(201, "http://host/fhir/Patient/17").properties());
    }

    @Test
    void a_conditional_update_learns_which_resource_it_was() {
        Operation update = asked("PUT", "/fhir/Patient");
        assertEquals(
                "17", update.completed(200, "/fhir/Patient/17").properties().get("fhirResourceId"));
    }

    @Test
    void an_update_learns_the_version_it_made_and_no_other_id() {
        Operation update = asked("PUT", "/fhir/Patient/1");
        assertEquals(
                Map.of("fhirResourceType", "Patient", "fhirResourceId", "1", "fhirVersionId", "3"),
                update.completed(200, "/fhir/Patient/1/_history/3").properties());
        assertSame(update, update.completed(200, "/fhir/Patient/2/_history/3"));
    }

    @Test
    void a_workitem_learns_its_uid_from_the_location() {
        Operation add = asked("POST", "/dicom-web/workitems");
        assertEquals(
                "1.2.9",
                add.completed(201, "/dicom-web/workitems/1.2.9").properties().get("workitemUid"));
    }

    @Test
    void a_failure_or_a_redirect_teaches_nothing() {
        assertSame(CREATE, CREATE.completed(302, "/fhir/Patient/17"));
        assertSame(CREATE, CREATE.completed(400, "/fhir/Patient/17"));
        assertSame(CREATE, CREATE.completed(0, "/fhir/Patient/17"));
        assertSame(CREATE, CREATE.completed(201, null));
    }

    @Test
    void an_operation_that_writes_nothing_is_not_touched() {
        Operation read = asked("GET", "/fhir/Patient/1");
        assertSame(read, read.completed(200, "/fhir/Patient/1/_history/1"));
        assertSame(Operation.OTHER, Operation.OTHER.completed(201, "/fhir/Patient/1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "*",
                "Patient",
                "Patient/",
                "/fhir/Observation/1",
                "%",
                "http://",
                "http://[",
                "\0",
                "/_history/1",
                "/Patient/_history/1",
                "\uD800/\uDC00",
                "Patient/%",
                "a:b:c//..//"
            })
    void a_location_of_anything_else_changes_no_type(String location) {
        Operation completed = CREATE.completed(201, location);
        assertEquals("create", completed.name());
        assertEquals("Patient", completed.properties().get("fhirResourceType"));
    }
}
