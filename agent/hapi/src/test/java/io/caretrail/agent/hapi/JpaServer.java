package io.caretrail.agent.hapi;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.search.DatabaseBackedPagingProvider;
import ca.uhn.fhir.rest.server.RestfulServer;
import ca.uhn.fhir.rest.server.provider.ResourceProviderFactory;
import java.io.IOException;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/** HAPI FHIR's JPA server, R4, with H2 in memory, on embedded Tomcat. */
final class JpaServer {

    private JpaServer() {}

    /** Runs until SIGTERM; arguments as of {@link Hapi#serve}. */
    public static void main(String[] args) throws IOException {
        // Ends with its JVM.
        AnnotationConfigApplicationContext beans = new AnnotationConfigApplicationContext(JpaBeans.class);
        RestfulServer server = new RestfulServer(beans.getBean(FhirContext.class));
        server.registerProviders(beans.getBean("myResourceProvidersR4", ResourceProviderFactory.class)
                .createProviders());
        server.registerProvider(beans.getBean("mySystemProviderR4"));
        server.setPagingProvider(beans.getBean(DatabaseBackedPagingProvider.class));
        Hapi.serve(args, server);
    }
}
