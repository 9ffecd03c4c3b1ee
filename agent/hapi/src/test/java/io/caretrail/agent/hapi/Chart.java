package io.caretrail.agent.hapi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ca.uhn.fhir.rest.client.api.IGenericClient;
import ca.uhn.fhir.rest.server.exceptions.ResourceGoneException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import io.caretrail.examples.story.Expectation;
import org.hl7.fhir.instance.model.api.IIdType;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;

/** What any FHIR server is asked by a client: one patient's chart is kept. Used by one thread. */
class Chart {

    private final IGenericClient client;
    private final LedgerKeeper ledger;

    Chart(IGenericClient client, LedgerKeeper ledger) {
        this.client = client;
        this.ledger = ledger;
    }

    /** The client when its next requests are to come to this. */
    final IGenericClient expecting(Expectation... requests) {
        ledger.expect(requests);
        return client;
    }

    void keep() {
        IIdType anna = admission();
        correction(anna);
        reading(anna);
        refusals();
        leaving(anna);
    }

    /** The status of a deletion: of one that the server has nothing to say of, by default. */
    int deleted() {
        return 204;
    }

    private IIdType admission() {
        // Before its first request a HAPI client asks what the server is.
        Expectation known = Expectation.of(200, "capabilities");
        IIdType anna = expecting(known, onType(201, "create", "Patient"))
                .create()
                .resource(patient("Keller"))
                .execute()
                .getId();
        assertEquals("1", anna.getVersionIdPart());
        expecting(known).capabilities().ofType(CapabilityStatement.class).execute();
        return anna;
    }

    private void correction(IIdType anna) {
        Patient corrected = patient("Keller-Frei");
        corrected.setId(anna.toUnqualifiedVersionless());
        expecting(on(200, "update", anna)).update().resource(corrected).execute();
        Patient read = expecting(on(200, "read", anna))
                .read()
                .resource(Patient.class)
                .withId(anna.toUnqualifiedVersionless())
                .execute();
        assertEquals("Keller-Frei", read.getNameFirstRep().getFamily());
        Patient first = expecting(on(200, "vread", anna).with("fhirVersionId", "1"))
                .read()
                .resource(Patient.class)
                .withId(anna.toUnqualified())
                .execute();
        assertEquals("Keller", first.getNameFirstRep().getFamily());
    }

    private void reading(IIdType anna) {
        Bundle versions = expecting(on(200, "history-instance", anna))
                .history()
                .onInstance(anna.toUnqualifiedVersionless())
                .returnBundle(Bundle.class)
                .execute();
        assertEquals(2, versions.getEntry().size());
        expecting(onType(200, "history-type", "Patient"))
                .history()
                .onType(Patient.class)
                .returnBundle(Bundle.class)
                .execute();
        Bundle found = expecting(onType(200, "search-type", "Patient"))
                .search()
                .forResource(Patient.class)
                .where(Patient.RES_ID.exactly().code(anna.getIdPart()))
                .returnBundle(Bundle.class)
                .execute();
        assertEquals(1, found.getEntry().size());
    }

    private void refusals() {
        IIdType nobody = new IdType("Patient", "nobody");
        expecting(on(404, "read", nobody));
        assertThrows(
                ResourceNotFoundException.class,
                () -> client.read().resource(Patient.class).withId("nobody").execute());
    }

    private void leaving(IIdType anna) {
        expecting(on(deleted(), "delete", anna))
                .delete()
                .resourceById(anna.toUnqualifiedVersionless())
                .execute();
        expecting(on(410, "read", anna));
        assertThrows(
                ResourceGoneException.class,
                () -> client.read()
                        .resource(Patient.class)
                        .withId(anna.getIdPart())
                        .execute());
    }

    static Patient patient(String family) {
        Patient patient = new Patient();
        patient.addName().setFamily(family);
        return patient;
    }

    static Observation pulse(IIdType patient) {
        Observation pulse = new Observation();
        pulse.setStatus(Observation.ObservationStatus.FINAL);
        pulse.getCode().addCoding().setSystem("http://loinc.org").setCode("8867-4");
        pulse.getSubject().setReference(patient.toUnqualifiedVersionless().getValue());
        return pulse;
    }

    static Expectation onType(int status, String operation, String type) {
        return Expectation.of(status, operation).with("fhirResourceType", type);
    }

    static Expectation on(int status, String operation, IIdType resource) {
        return onType(status, operation, resource.getResourceType()).with("fhirResourceId", resource.getIdPart());
    }
}
