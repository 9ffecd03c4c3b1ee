package io.caretrail.examples.dicom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The server as a whole: its search, its worklist, what it refuses. */
class RadiologyServerTest extends RunningRadiology {

    @Test
    void search_matches_and_pages() throws Exception {
        storeAll();
        JsonNode ct = json(get("/studies?PatientName=kel*", "application/dicom+json"));
        assertEquals(1, ct.size());
        assertEquals("Keller^Anna", ct.at("/0/00100010/Value/0/Alphabetic").asString());
        assertEquals("CT", ct.at("/0/00080061/Value/0").asString());
        assertEquals(2, ct.at("/0/00201208/Value/0").asInt());
        assertEquals(
                "Müller^Jörg",
                json(get("/studies?00100020=4712", "*/*"))
                        .at("/0/00100010/Value/0/Alphabetic")
                        .asString());

        assertEquals(1, json(get("/studies?StudyDate=20261120", "*/*")).size());
        assertEquals(2, json(get("/studies?StudyDate=20261119-", "*/*")).size());
        assertEquals(1, json(get("/studies?StudyDate=-20261119", "*/*")).size());
        assertEquals(204, get("/studies?StudyDate=20270101-20271231", "*/*").statusCode());
        assertEquals(
                2,
                json(get("/studies?StudyInstanceUID=" + CT.study() + "," + HEART.study(), "*/*"))
                        .size());
        assertEquals(1, json(get("/studies?ModalitiesInStudy=US", "*/*")).size());
        assertEquals(1, json(get("/series?Modality=CT", "*/*")).size());
        assertEquals(3, json(get("/instances?includefield=PatientID", "*/*")).size());
        assertEquals(
                1,
                json(get(SERIES + "/instances?PatientID=47?1&limit=1&offset=1", "*/*"))
                        .size());
        assertTrue(get("/instances?limit=1", "*/*")
                .headers()
                .firstValue("Warning")
                .orElseThrow()
                .contains("2 additional"));
        assertEquals(400, get("/studies?limit=-1", "*/*").statusCode());
        assertEquals(400, get("/studies?Mood=good", "*/*").statusCode());
        assertEquals(406, get("/studies", "text/html").statusCode());
    }

    @Test
    void workitem_is_claimed_once() throws Exception {
        String json = "application/dicom+json";
        String change =
                "{\"00081195\":{\"vr\":\"UI\",\"Value\":[\"%s\"]},\"00741000\":{\"vr\":\"CS\",\"Value\":[\"%s\"]}}";
        assertEquals(
                201,
                send("POST", "/workitems?1.2.9", "[{}]", "Content-Type", json).statusCode());
        assertEquals(
                409,
                send("POST", "/workitems?1.2.9", "{}", "Content-Type", json).statusCode());
        assertEquals(400, send("POST", "/workitems", "{}", "Content-Type", json).statusCode());
        assertEquals(
                400,
                send("POST", "/workitems?1.2.8", "{\"a\":1}", "Content-Type", json)
                        .statusCode());
        assertEquals(
                400, send("POST", "/workitems?1.2.8", "{", "Content-Type", json).statusCode());
        assertEquals(
                415,
                send("POST", "/workitems?1.2.8", "{}", "Content-Type", "text/plain")
                        .statusCode());
        String claim = change.formatted("1.1", "IN PROGRESS");
        assertEquals(
                200,
                send("PUT", "/workitems/1.2.9/state", claim, "Content-Type", json)
                        .statusCode());
        assertEquals(
                409,
                send("PUT", "/workitems/1.2.9/state", claim, "Content-Type", json)
                        .statusCode());
        assertEquals(
                409,
                send("POST", "/workitems/1.2.9", "{}", "Content-Type", json).statusCode());
        assertEquals(409, send("POST", "/workitems/1.2.9/cancelrequest", "").statusCode());
        String stranger = change.formatted("1.7", "COMPLETED");
        assertEquals(
                409,
                send("PUT", "/workitems/1.2.9/state", stranger, "Content-Type", json)
                        .statusCode());
        JsonNode shown = json(get("/workitems?ProcedureStepState=IN%20PROGRESS", "*/*"));
        assertEquals("1.2.9", shown.at("/0/00080018/Value/0").asString());
        assertTrue(shown.at("/0/00081195").isMissingNode());
        assertEquals(404, get("/workitems/1.2.7", "*/*").statusCode());
    }

    @Test
    void hostile_headers_and_paths_get_an_answer() throws Exception {
        storeAll();
        assertEquals(406, get(STUDY, "a" + ";b=\"c\"".repeat(160) + "; ").statusCode());
        assertEquals(406, get(STUDY, ",;=\"".repeat(200)).statusCode());
        assertEquals(400, get(LOOP + "/frames/" + "1,".repeat(3000), "*/*").statusCode());
        assertEquals(
                204, get("/studies?PatientName=" + "*a".repeat(2000), "*/*").statusCode());
        byte[] named = DicomWriter.write(
                Modality.ct(CT, 3).put(Attribute.STUDY_INSTANCE_UID, "1\r\nSet-Cookie: a=b".repeat(2000)),
                TransferSyntax.EXPLICIT_VR);
        HttpResponse<byte[]> refused = store("/studies", named);
        assertEquals(409, refused.statusCode());
        assertTrue(refused.headers().firstValue("Set-Cookie").isEmpty());
        String warning = refused.headers().firstValue("Warning").orElseThrow();
        assertTrue(
                warning.startsWith("299 dicom-web \"Not stored: (0020,000D) StudyInstanceUID '1??Set-Cookie"), warning);
    }

    @Test
    void errors_are_sentences_of_the_status_the_standard_has() throws Exception {
        storeAll();
        assertEquals(404, get("/studies/1.2.3", "*/*").statusCode());
        assertEquals(400, get("/studies/abc", "*/*").statusCode());
        assertEquals(404, get("/unicorns", "*/*").statusCode());
        assertEquals(404, get(STUDY + "/unicorns", "*/*").statusCode());
        assertEquals(405, send("PUT", STUDY, "").statusCode());
        HttpResponse<byte[]> refused = get(STUDY, "text/html");
        assertEquals(406, refused.statusCode());
        assertTrue(
                new String(refused.body(), StandardCharsets.UTF_8).startsWith("HTTP 406: Instances are to be had as"));
        assertEquals(200, send("OPTIONS", "/", "").statusCode());
    }

    @Test
    void only_a_physician_deletes() throws Exception {
        storeAll();
        login = "radiographer:roentgen";
        assertEquals(403, send("DELETE", STUDY, "").statusCode());
        login = "radiographer:wrong";
        assertEquals(401, get(STUDY, "*/*").statusCode());
        login = "dr.lee:stethoscope";
        assertEquals(204, send("DELETE", SLICE, "").statusCode());
        assertEquals(404, get(SLICE, "*/*").statusCode());
        assertEquals(1, parts(get(STUDY, "*/*")).size());
        assertEquals(204, send("DELETE", STUDY, "").statusCode());
        assertEquals(404, send("DELETE", STUDY, "").statusCode());
        assertEquals(1, json(get("/studies", "*/*")).size());
    }

    @Test
    void closed_server_answers_no_more() throws Exception {
        URI base = server.base();
        server.close();
        assertThrows(
                ConnectException.class,
                () -> http.send(HttpRequest.newBuilder(base).build(), BodyHandlers.ofByteArray()));
    }
}
