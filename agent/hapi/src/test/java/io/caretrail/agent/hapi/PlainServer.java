package io.caretrail.agent.hapi;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.server.FifoMemoryPagingProvider;
import ca.uhn.fhir.rest.server.RestfulServer;
import ca.uhn.fhir.rest.server.provider.HashMapResourceProvider;
import java.io.IOException;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;

/** HAPI FHIR's plain server, R4, with the providers it brings for resources in memory, on embedded Tomcat. */
final class PlainServer {

    private static final int OPEN_SEARCHES = 10;

    private PlainServer() {}

    /** Runs until SIGTERM; arguments as of {@link Hapi#serve}. */
    public static void main(String[] args) throws IOException {
        FhirContext fhir = FhirContext.forR4Cached();
        RestfulServer server = new RestfulServer(fhir);
        server.registerProviders(
                new HashMapResourceProvider<>(fhir, Patient.class),
                new HashMapResourceProvider<>(fhir, Observation.class));
        server.setPagingProvider(new FifoMemoryPagingProvider(OPEN_SEARCHES));
        Hapi.serve(args, server);
    }
}
