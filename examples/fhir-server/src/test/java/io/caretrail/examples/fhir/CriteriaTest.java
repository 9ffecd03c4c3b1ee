package io.caretrail.examples.fhir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DateType;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CriteriaTest {

    @ParameterizedTest
    @CsvSource({
        "name=kel, true",
        "name=ANNA, true",
        "name=nna, false",
        "identifier=4711, true",
        "identifier=urn:clinic:mrn%7C4711, true",
        "identifier=urn:clinic:mrn%7C, true",
        "identifier=%7C4711, false",
        "identifier=urn:other%7C4711, false",
        "identifier=0815%2C4711, true",
        "birthdate=1984-03-09, true",
        "birthdate=1984-03-10, false",
        "_id=7, true",
        "_id=8, false",
        "name=kel&birthdate=1984-03-09, true",
        "name=kel&name=huber, false",
        "name=kel&_count=5, true",
    })
    void patient_is_found(String query, boolean expected) {
        Patient anna = new Patient();
        anna.setId("Patient/7/_history/2");
        anna.addIdentifier().setSystem("urn:clinic:mrn").setValue("4711");
        anna.addName().setFamily("Keller").addGiven("Anna");
        anna.setBirthDateElement(new DateType("1984-03-09"));

        assertEquals(expected, Criteria.of("Patient?" + query).test(anna));
    }

    @ParameterizedTest
    @CsvSource({
        "subject=Patient/7, true",
        "patient=7, true",
        "patient=Patient/77, false",
        "code=8867-4, true",
        "code=http://loinc.org%7C8867-4, true",
        "code=http://snomed.info/sct%7C8867-4, false",
        "status=final, true",
        "encounter=1, false",
    })
    void observation_is_found(String query, boolean expected) {
        Observation pulse = new Observation();
        pulse.setStatus(Observation.ObservationStatus.FINAL);
        pulse.setSubject(new Reference("Patient/7"));
        pulse.setCode(new CodeableConcept(new Coding("http://loinc.org", "8867-4", "Heart rate")));

        assertEquals(expected, Criteria.of(query).test(pulse));
    }

    @Test
    void unknown_parameter_is_refused_not_ignored() {
        assertThrows(
                InvalidRequestException.class, () -> Criteria.of("colour=blue").check("Patient"));
    }
}
