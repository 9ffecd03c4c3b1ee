package io.caretrail.examples.fhir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ca.uhn.fhir.rest.server.exceptions.PreconditionFailedException;
import ca.uhn.fhir.rest.server.exceptions.ResourceGoneException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.Test;

class ChartTest {

    private final Chart chart = new Chart();

    @Test
    void every_version_stays_readable() {
        IdType id = chart.newId("Patient");
        chart.write(id, patient("Keller"));
        chart.write(id, patient("Keller-Frei"));

        assertEquals("Keller-Frei", family(chart.read(id)));
        assertEquals("Keller", family(chart.read(id.withVersion("1"))));
        assertEquals("2", chart.read(id).getMeta().getVersionId());
        assertThrows(ResourceNotFoundException.class, () -> chart.read(id.withVersion("3")));
        assertThrows(ResourceNotFoundException.class, () -> chart.read(new IdType("Observation", id.getIdPart())));
    }

    @Test
    void deleted_resource_is_gone_but_not_its_history() {
        IdType id = chart.newId("Patient");
        chart.write(id, patient("Keller"));
        chart.delete(id);
        chart.delete(id);

        assertThrows(ResourceGoneException.class, () -> chart.read(id));
        assertEquals(List.of(), chart.search("Patient", new Criteria(Map.of())));
        assertEquals("Keller", family(chart.read(id.withVersion("1"))));
        assertEquals(
                List.of(Chart.Change.DELETED, Chart.Change.CREATED),
                chart.history(id).stream().map(Chart.Version::change).toList());
        assertEquals(Chart.Change.CREATED, chart.write(id, patient("Keller")).change());
    }

    @Test
    void history_is_newest_first_over_all_types() {
        chart.write(new IdType("Patient/a"), patient("A"));
        chart.write(new IdType("Patient/b"), patient("B"));
        chart.write(new IdType("Patient/a"), patient("AA"));

        assertEquals(
                List.of("Patient/a/_history/2", "Patient/b/_history/1", "Patient/a/_history/1"),
                chart.history((IdType id) -> true).stream()
                        .map(version -> version.id().getValue())
                        .toList());
        assertThrows(ResourceNotFoundException.class, () -> chart.history(new IdType("Patient/c")));
    }

    @Test
    void stale_version_is_not_overwritten() {
        IdType id = new IdType("Patient/a");
        chart.write(id, patient("first"));
        chart.write(id.withVersion("1"), patient("second"));

        assertThrows(PreconditionFailedException.class, () -> chart.write(id.withVersion("1"), patient("third")));
        assertEquals("second", family(chart.read(id)));
    }

    @Test
    void what_a_caller_does_to_a_resource_does_not_reach_the_chart() {
        IdType id = new IdType("Patient/a");
        Patient mine = patient("Keller");
        chart.write(id, mine);
        mine.getNameFirstRep().setFamily("changed");
        ((Patient) chart.read(id)).getNameFirstRep().setFamily("changed");

        assertEquals("Keller", family(chart.read(id)));
    }

    @Test
    void failed_work_is_taken_back_whole() {
        IdType id = new IdType("Patient/a");
        chart.write(id, patient("before"));

        assertThrows(
                IllegalStateException.class,
                () -> chart.atomically(() -> {
                    chart.write(id, patient("after"));
                    chart.write(new IdType("Patient/b"), patient("B"));
                    chart.delete(id);
                    throw new IllegalStateException("half way");
                }));

        assertEquals("before", family(chart.read(id)));
        assertEquals(1, chart.history((IdType any) -> true).size());
        assertThrows(ResourceNotFoundException.class, () -> chart.read(new IdType("Patient/b")));
    }

    @Test
    void condition_matches_one_none_or_is_refused() {
        chart.write(new IdType("Patient/a"), patient("Keller"));
        assertNull(chart.match("Patient", "name=Huber"));
        assertEquals("Keller", family(chart.match("Patient", "Patient?name=Keller")));

        chart.write(new IdType("Patient/b"), patient("Keller"));
        assertThrows(PreconditionFailedException.class, () -> chart.match("Patient", "name=Keller"));
    }

    @Test
    void ids_differ_whoever_asks_at_the_same_time() {
        chart.write(new IdType("Patient/5"), patient("chosen by a client"));
        long distinct = IntStream.range(0, 1_000)
                .parallel()
                .mapToObj(i -> chart.newId("Patient").getIdPart())
                .distinct()
                .count();
        assertEquals(1_000, distinct);
        assertEquals(1, chart.search("Patient", new Criteria(Map.of())).size());
    }

    private static Patient patient(String family) {
        Patient patient = new Patient();
        patient.addName().setFamily(family);
        return patient;
    }

    private static String family(Resource patient) {
        return ((Patient) patient).getNameFirstRep().getFamily();
    }
}
