package io.caretrail.agent.hapi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.client.api.IGenericClient;
import io.caretrail.examples.story.AuditedServer;
import io.caretrail.examples.story.Trail;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every request of HAPI's client to HAPI's servers is recorded once, with the status it saw and the resource it meant. */
class HapiClientIT {

    private static final int PATIENCE_MILLIS = 60_000;

    @TempDir
    Path folder;

    @Test
    void jpa_server_is_recorded_as_its_client_sees_it() throws Exception {
        agrees(JpaServer.class, JpaChart::new);
    }

    @Test
    void plain_server_is_recorded_as_its_client_sees_it() throws Exception {
        agrees(PlainServer.class, Chart::new);
    }

    private void agrees(Class<?> main, BiFunction<IGenericClient, LedgerKeeper, Chart> chart) throws Exception {
        LedgerKeeper ledger = new LedgerKeeper();
        AuditedServer server = Hapi.start(folder, main);
        try (server) {
            FhirContext fhir = FhirContext.forR4Cached();
            fhir.getRestfulClientFactory().setSocketTimeout(PATIENCE_MILLIS);
            IGenericClient client = fhir.newRestfulGenericClient(server.url());
            client.registerInterceptor(ledger);
            chart.apply(client, ledger).keep();
            ledger.expect();
        }
        Trail trail = Trail.read(Hapi.trail(folder));
        assertEquals(List.of(), ledger.surprises());
        assertEquals(List.of(), ledger.ledger().disagreements(trail, Set.of()));
        assertEquals(List.of("Caretrail.Start", "Caretrail.Stop"), ownOf(trail));
        String output = server.output();
        assertFalse(output.contains("is left alone"), output);
    }

    private static List<String> ownOf(Trail trail) {
        return trail.records().stream()
                .map(record -> record.path("operationName").asString())
                .filter(name -> name.startsWith("Caretrail.") && !name.equals("Caretrail.Checkpoint"))
                .toList();
    }
}
