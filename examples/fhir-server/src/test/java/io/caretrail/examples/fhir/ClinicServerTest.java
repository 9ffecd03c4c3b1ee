package io.caretrail.examples.fhir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.caretrail.examples.story.Ledger;
import io.caretrail.examples.story.Workstation;
import io.caretrail.examples.tomcat.LoopbackTomcat;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClinicServerTest {

    private static final String NURSE = "nurse:florence";
    private static final String PHYSICIAN = "dr.lee:stethoscope";
    private static final String NOBODY = "";
    private static final String ANNA = """
            {"resourceType": "Patient", "name": [{"family": "Keller"}],
             "identifier": [{"system": "urn:clinic:mrn", "value": "4711"}]}
            """;

    private final HttpClient http = HttpClient.newHttpClient();
    private LoopbackTomcat server;
    private URI base;

    @BeforeEach
    void start() throws IOException {
        server = ClinicServer.start(0);
        base = server.base();
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    @Test
    void created_patient_is_read_searched_and_updated() throws Exception {
        HttpResponse<String> created = send(NURSE, "POST", "/Patient", ANNA);
        assertEquals(201, created.statusCode());
        assertEquals(
                base + "/Patient/1/_history/1",
                created.headers().firstValue("Location").orElseThrow());
        assertEquals(
                "Keller",
                json(send(NURSE, "GET", "/Patient/1", "")).at("/name/0/family").asText());
        assertEquals(
                1,
                json(send(NURSE, "GET", "/Patient?name=kel", "")).path("total").asInt());
        assertEquals(
                0,
                json(send(NURSE, "GET", "/Patient?name=huber", ""))
                        .path("total")
                        .asInt());
        assertEquals(
                1, json(send(NURSE, "GET", "/Patient?_id=1", "")).path("total").asInt());

        String update = ANNA.replaceFirst("\\{", "{\"id\": \"1\", ");
        assertEquals(200, send(NURSE, "PUT", "/Patient/1", update).statusCode());
        assertEquals(
                412,
                send(NURSE, "PUT", "/Patient/1", update, "If-Match", "W/\"1\"").statusCode());
        assertEquals(200, send(NURSE, "GET", "/Patient/1/_history/1", "").statusCode());
        assertEquals(
                2,
                json(send(NURSE, "GET", "/Patient/1/_history", ""))
                        .path("total")
                        .asInt());
    }

    @Test
    void search_by_post_reads_the_form() throws Exception {
        send(NURSE, "POST", "/Patient", ANNA);
        HttpResponse<String> found = send(
                NURSE,
                "POST",
                "/Patient/_search",
                "identifier=urn:clinic:mrn%7C4711",
                "Content-Type",
                "application/x-www-form-urlencoded");
        assertEquals(1, json(found).path("total").asInt());
    }

    @Test
    void conditional_create_makes_one_patient_only() throws Exception {
        String condition = "identifier=urn:clinic:mrn|4711";
        assertEquals(
                201,
                send(NURSE, "POST", "/Patient", ANNA, "If-None-Exist", condition)
                        .statusCode());
        assertEquals(
                200,
                send(NURSE, "POST", "/Patient", ANNA, "If-None-Exist", condition)
                        .statusCode());
        assertEquals(1, json(send(NURSE, "GET", "/Patient", "")).path("total").asInt());
    }

    @Test
    void login_is_refused_by_the_container_with_an_outcome() throws Exception {
        for (String login : List.of(NOBODY, "nurse:wrong", "stranger:florence")) {
            HttpResponse<String> refused = send(login, "GET", "/Patient", "");
            assertEquals(401, refused.statusCode());
            assertEquals("OperationOutcome", json(refused).path("resourceType").asText());
            assertTrue(refused.headers()
                    .firstValue("WWW-Authenticate")
                    .orElseThrow()
                    .startsWith("Basic"));
        }
        assertEquals(200, send(NOBODY, "GET", "/metadata", "").statusCode());
    }

    @Test
    void only_a_physician_deletes() throws Exception {
        send(NURSE, "POST", "/Patient", ANNA);
        HttpResponse<String> refused = send(NURSE, "DELETE", "/Patient/1", "");
        assertEquals(403, refused.statusCode());
        assertEquals("forbidden", json(refused).at("/issue/0/code").asText());
        assertEquals(204, send(PHYSICIAN, "DELETE", "/Patient/1", "").statusCode());
        assertEquals(410, send(NURSE, "GET", "/Patient/1", "").statusCode());
    }

    @Test
    void every_error_is_an_operation_outcome() throws Exception {
        for (String target : List.of("/Patient/none", "/Unicorn/1", "/../elsewhere", "/Patient/1/$nothing")) {
            HttpResponse<String> answer = send(NURSE, "GET", target, "");
            assertTrue(answer.statusCode() == 404 || answer.statusCode() == 400, target);
            assertEquals("OperationOutcome", json(answer).path("resourceType").asText(), target);
        }
        assertEquals(400, send(NURSE, "POST", "/Patient", "{").statusCode());
        assertEquals(400, send(NURSE, "GET", "/Patient?colour=blue", "").statusCode());
    }

    @Test
    void transaction_resolves_references_whatever_the_order() throws Exception {
        HttpResponse<String> answer = send(NURSE, "POST", "", """
                {"resourceType": "Bundle", "type": "transaction", "entry": [
                  {"resource": {"resourceType": "Observation", "status": "final", "subject": {"reference": "urn:uuid:a"},
                     "code": {"text": "pulse"}},
                   "request": {"method": "POST", "url": "Observation"}},
                  {"fullUrl": "urn:uuid:a", "resource": %s, "request": {"method": "POST", "url": "Patient"}},
                  {"request": {"method": "GET", "url": "Patient?name=keller"}}]}
                """.formatted(ANNA));
        assertEquals(200, answer.statusCode(), answer.body());
        JsonNode entries = json(answer).path("entry");
        assertEquals("201 Created", entries.at("/0/response/status").asText());
        assertEquals(
                "Observation/1/_history/1", entries.at("/0/response/location").asText());
        assertEquals("Patient/2/_history/1", entries.at("/1/response/location").asText());
        assertEquals(1, entries.at("/2/resource/total").asInt());
        assertEquals(
                "Patient/2",
                json(send(NURSE, "GET", "/Observation/1", ""))
                        .at("/subject/reference")
                        .asText());
        assertEquals(
                2,
                json(send(NURSE, "GET", "/Patient/2/$everything", ""))
                        .path("entry")
                        .size());
    }

    @Test
    void failed_transaction_leaves_nothing_and_failed_batch_entry_leaves_the_others() throws Exception {
        String bundle = """
                {"resourceType": "Bundle", "type": "%s", "entry": [
                  {"resource": %s, "request": {"method": "POST", "url": "Patient"}},
                  {"request": {"method": "GET", "url": "Patient/none"}}]}
                """;
        assertEquals(
                404,
                send(NURSE, "POST", "", bundle.formatted("transaction", ANNA)).statusCode());
        assertEquals(0, json(send(NURSE, "GET", "/_history", "")).path("total").asInt());

        JsonNode batch = json(send(NURSE, "POST", "", bundle.formatted("batch", ANNA)));
        assertEquals("201 Created", batch.at("/entry/0/response/status").asText());
        assertEquals("404", batch.at("/entry/1/response/status").asText().substring(0, 3));
        assertEquals(1, json(send(NURSE, "GET", "/Patient", "")).path("total").asInt());
    }

    @Test
    void bundle_a_server_cannot_process_is_refused() throws Exception {
        String bundle = """
                {"resourceType": "Bundle", "type": "%s", "entry": [{"request": {"method": "%s", "url": "%s"}}]}
                """;
        assertEquals(
                400,
                send(NURSE, "POST", "", bundle.formatted("history", "GET", "Patient/1"))
                        .statusCode());
        assertEquals(
                400,
                send(NURSE, "POST", "", bundle.formatted("transaction", "POST", "Patient"))
                        .statusCode());
        assertEquals(
                400,
                send(NURSE, "POST", "", bundle.formatted("transaction", "GET", "Unicorn/1"))
                        .statusCode());
        assertEquals(
                400,
                send(NURSE, "POST", "", bundle.formatted("transaction", "DELETE", "Patient"))
                        .statusCode());
        assertEquals(
                501,
                send(NURSE, "POST", "", bundle.formatted("transaction", "PATCH", "Patient/1"))
                        .statusCode());
        assertEquals(
                200,
                send(NURSE, "POST", "", "{\"resourceType\": \"Bundle\", \"type\": \"batch\"}")
                        .statusCode());
    }

    @Test
    void long_search_comes_in_pages() throws Exception {
        for (int i = 0; i < 12; i++) {
            send(NURSE, "POST", "/Patient", ANNA);
        }
        JsonNode first = json(send(NURSE, "GET", "/Patient", ""));
        assertEquals(12, first.path("total").asInt());
        assertEquals(10, first.path("entry").size());
    }

    @Test
    void the_story_goes_as_it_is_told() throws Exception {
        Workstation workstation = new Workstation(base, new PrintStream(OutputStream.nullOutputStream()));
        new Story(workstation).tell();
        assertEquals(
                List.of(
                        200, 201, 200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 404, 404, 400, 404, 403,
                        401, 401, 400, 204, 410),
                workstation.ledger().entries().stream()
                        .map(Ledger.Entry::status)
                        .toList());
    }

    @Test
    void taken_port_is_named() {
        int port = base.getPort();
        IOException refused = assertThrows(IOException.class, () -> ClinicServer.start(port));
        assertTrue(refused.getMessage().contains(Integer.toString(port)));
    }

    @Test
    void closed_server_answers_no_more() throws Exception {
        server.close();
        assertThrows(ConnectException.class, () -> send(NOBODY, "GET", "/metadata", ""));
    }

    private HttpResponse<String> send(String login, String method, String target, String body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + target))
                .method(method, BodyPublishers.ofString(body))
                .setHeader("Content-Type", "application/fhir+json");
        if (!login.isEmpty()) {
            byte[] credentials = login.getBytes(StandardCharsets.UTF_8);
            request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(credentials));
        }
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }

    private static JsonNode json(HttpResponse<String> response) throws IOException {
        return new ObjectMapper().readTree(response.body());
    }
}
