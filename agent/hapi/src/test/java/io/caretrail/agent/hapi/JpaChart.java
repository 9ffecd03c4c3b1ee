package io.caretrail.agent.hapi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ca.uhn.fhir.rest.api.MethodOutcome;
import ca.uhn.fhir.rest.api.SearchStyleEnum;
import ca.uhn.fhir.rest.client.api.IGenericClient;
import ca.uhn.fhir.rest.server.exceptions.PreconditionFailedException;
import ca.uhn.fhir.rest.server.exceptions.ResourceVersionConflictException;
import io.caretrail.examples.story.Expectation;
import org.hl7.fhir.instance.model.api.IIdType;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Meta;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Patient;

/** The same, and what HAPI's JPA server does beside: conditions, transactions, references, pages, operations. */
final class JpaChart extends Chart {

    private static final String MRN = "urn:clinic:mrn";

    JpaChart(IGenericClient client, LedgerKeeper ledger) {
        super(client, ledger);
    }

    @Override
    void keep() {
        super.keep();
        IIdType bea = conditions();
        references(bea);
        pages(bea);
        operations(bea);
        clashes(bea);
    }

    @Override
    int deleted() {
        return 200;
    }

    private IIdType conditions() {
        Patient bea = patient("Frei");
        bea.addIdentifier().setSystem(MRN).setValue("4711");
        MethodOutcome created = expecting(onType(201, "conditional-create", "Patient"))
                .create()
                .resource(bea)
                .conditional()
                .where(Patient.IDENTIFIER.exactly().systemAndCode(MRN, "4711"))
                .execute();
        expecting(on(200, "conditional-create", created.getId()))
                .create()
                .resource(bea)
                .conditional()
                .where(Patient.IDENTIFIER.exactly().systemAndCode(MRN, "4711"))
                .execute();
        bea.addTelecom().setValue("+41 44 555 01 23");
        expecting(onType(200, "conditional-update", "Patient"))
                .update()
                .resource(bea)
                .conditional()
                .where(Patient.IDENTIFIER.exactly().systemAndCode(MRN, "4711"))
                .execute();
        return created.getId().toUnqualifiedVersionless();
    }

    private void references(IIdType bea) {
        Bundle transaction = new Bundle();
        transaction.setType(Bundle.BundleType.TRANSACTION);
        for (int i = 0; i < 3; i++) {
            transaction
                    .addEntry()
                    .setResource(pulse(bea))
                    .getRequest()
                    .setMethod(Bundle.HTTPVerb.POST)
                    .setUrl("Observation");
        }
        expecting(Expectation.of(200, "bundle-post"))
                .transaction()
                .withBundle(transaction)
                .execute();
        for (SearchStyleEnum style : SearchStyleEnum.values()) {
            Bundle found = expecting(onType(200, "search-type", "Observation"))
                    .search()
                    .forResource(Observation.class)
                    .where(Observation.SUBJECT.hasId(bea))
                    .include(Observation.INCLUDE_SUBJECT)
                    .usingStyle(style)
                    .returnBundle(Bundle.class)
                    .execute();
            assertEquals(4, found.getEntry().size(), style::toString);
        }
    }

    private void pages(IIdType bea) {
        Bundle page = expecting(onType(200, "search-type", "Observation"))
                .search()
                .forResource(Observation.class)
                .where(Observation.SUBJECT.hasId(bea))
                .count(2)
                .returnBundle(Bundle.class)
                .execute();
        Bundle next =
                expecting(Expectation.of(200, "get-page")).loadPage().next(page).execute();
        assertEquals(1, next.getEntry().size());
        expecting(Expectation.of(200, "history-system"))
                .history()
                .onServer()
                .returnBundle(Bundle.class)
                .execute();
    }

    private void operations(IIdType bea) {
        Bundle everything = expecting(on(200, "everything", bea))
                .operation()
                .onInstance(bea)
                .named("$everything")
                .withNoParameters(Parameters.class)
                .useHttpGet()
                .returnResourceType(Bundle.class)
                .execute();
        assertEquals(4, everything.getEntry().size());
        expecting(on(200, "operation", bea).with("fhirOperation", "meta"))
                .meta()
                .get(Meta.class)
                .fromResource(bea)
                .execute();
        expecting(on(200, "patch", bea))
                .patch()
                .withBody("[{\"op\": \"add\", \"path\": \"/active\", \"value\": true}]")
                .withId(bea)
                .execute();
        expecting(onType(200, "validate", "Patient"))
                .validate()
                .resource(patient("Frei"))
                .execute();
    }

    private void clashes(IIdType bea) {
        Patient stale = patient("Frei");
        stale.setId(bea);
        IGenericClient updating = expecting(on(409, "update", bea));
        assertThrows(
                ResourceVersionConflictException.class,
                () -> updating.update()
                        .resource(stale)
                        .withAdditionalHeader("If-Match", "W/\"1\"")
                        .execute());
        IGenericClient deleting = expecting(on(409, "delete", bea));
        assertThrows(
                ResourceVersionConflictException.class,
                () -> deleting.delete().resourceById(bea).execute());
        IGenericClient choosing = expecting(onType(412, "conditional-delete", "Observation"));
        assertThrows(
                PreconditionFailedException.class,
                () -> choosing.delete()
                        .resourceConditionalByType(Observation.class)
                        .where(Observation.SUBJECT.hasId(bea))
                        .execute());
    }
}
