package io.caretrail.examples.fhir;

import ca.uhn.fhir.model.valueset.BundleTypeEnum;
import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.api.server.IBundleProvider;
import ca.uhn.fhir.rest.server.SimpleBundleProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Resource;

/** Patients, and the whole chart of one. */
public final class PatientProvider extends ChartProvider<Patient> {

    PatientProvider(Chart chart) {
        super(Patient.class, chart);
    }

    /** The patient and every resource about the patient (FHIR R4, operation Patient-everything). */
    @Operation(name = "$everything", idempotent = true, bundleType = BundleTypeEnum.SEARCHSET)
    public IBundleProvider everything(@IdParam IdType id) {
        List<Resource> chartOfPatient = new ArrayList<>();
        chartOfPatient.add(read(id));
        Criteria ofPatient = new Criteria(Map.of("patient", List.of("Patient/" + id.getIdPart())));
        for (String type : List.of("Encounter", "Condition", "Observation")) {
            chartOfPatient.addAll(chart.search(type, ofPatient));
        }
        return new SimpleBundleProvider(chartOfPatient);
    }
}
