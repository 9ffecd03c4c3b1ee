package io.caretrail.examples.fhir;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.api.EncodingEnum;
import ca.uhn.fhir.rest.server.FifoMemoryPagingProvider;
import ca.uhn.fhir.rest.server.RestfulServer;
import java.util.List;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Observation;

/** The clinic's FHIR R4 interface: patients, encounters, conditions and observations. */
final class ClinicApi extends RestfulServer {

    /** The resource types of this server. */
    static final List<String> TYPES = List.of("Patient", "Encounter", "Condition", "Observation");

    private static final int PAGE = 10;
    private static final int OPEN_SEARCHES = 100;

    ClinicApi() {
        super(FhirContext.forR4Cached());
    }

    @Override
    protected void initialize() {
        Chart chart = new Chart();
        registerProviders(
                new PatientProvider(chart),
                new ChartProvider<>(Encounter.class, chart),
                new ChartProvider<>(Condition.class, chart),
                new ChartProvider<>(Observation.class, chart),
                new SystemProvider(chart));
        setServerName("Example clinic");
        setDefaultResponseEncoding(EncodingEnum.JSON);
        FifoMemoryPagingProvider paging = new FifoMemoryPagingProvider(OPEN_SEARCHES);
        paging.setDefaultPageSize(PAGE);
        setPagingProvider(paging);
    }
}
