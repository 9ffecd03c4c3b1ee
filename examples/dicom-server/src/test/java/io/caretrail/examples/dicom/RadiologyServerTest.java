package io.caretrail.examples.dicom;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caretrail.examples.dicom.Modality.Visit;
import io.caretrail.examples.dicom.Multipart.Part;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
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
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class RadiologyServerTest {

    private static final Visit CT = Story.CT;
    private static final Visit HEART = Story.HEART;
    private static final String STUDY = "/studies/" + CT.study();
    private static final String SERIES = STUDY + "/series/" + CT.series();
    private static final String SLICE = SERIES + "/instances/" + CT.instance(1);
    private static final String LOOP =
            "/studies/" + HEART.study() + "/series/" + HEART.series() + "/instances/" + HEART.instance(1);
    private static final String FILES = "multipart/related; type=\"application/dicom\"";
    private static final byte[] SLICE_1 = DicomWriter.write(Modality.ct(CT, 1), TransferSyntax.EXPLICIT_VR);
    private static final byte[] SLICE_2 = DicomWriter.write(Modality.ct(CT, 2), TransferSyntax.IMPLICIT_VR);
    private static final byte[] HEART_LOOP =
            DicomWriter.write(Modality.ultrasound(HEART, 4), TransferSyntax.EXPLICIT_VR);

    private final HttpClient http = HttpClient.newHttpClient();
    private RadiologyServer server;
    private String login = "dr.lee:stethoscope";

    @BeforeEach
    void start() throws IOException {
        server = RadiologyServer.start(0);
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    @Test
    void story_is_told_without_a_surprise() throws Exception {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        Story story = new Story(server.base(), new PrintStream(lines, true, StandardCharsets.UTF_8));
        story.tell();
        assertEquals(0, story.surprises(), lines.toString(StandardCharsets.UTF_8));
    }

    @Test
    void stored_files_come_back_byte_for_byte() throws Exception {
        storeAll();
        List<Part> parts = parts(get(STUDY, FILES + "; transfer-syntax=*"));
        assertEquals(2, parts.size());
        assertArrayEquals(SLICE_1, parts.get(0).body());
        assertArrayEquals(SLICE_2, parts.get(1).body());
        assertArrayEquals(SLICE_1, get(SLICE, "application/dicom").body());
    }

    @Test
    void implicit_file_is_given_as_explicit_where_nothing_else_is_asked_for() throws Exception {
        storeAll();
        List<Part> parts = parts(get(SERIES, FILES));
        DicomFile second = DicomReader.read(parts.get(1).body());
        assertEquals(TransferSyntax.EXPLICIT_VR, second.transferSyntax());
        assertEquals(Modality.ct(CT, 2), second.dataSet());
    }

    @Test
    void store_says_what_it_took_and_what_not() throws Exception {
        HttpResponse<byte[]> answer = store("/studies", SLICE_1, "no DICOM".getBytes(StandardCharsets.UTF_8));
        assertEquals(202, answer.statusCode());
        JsonNode json = json(answer);
        assertEquals(
                CT.instance(1), json.at("/00081199/Value/0/00081155/Value/0").asString());
        assertEquals(
                server.base() + SLICE,
                json.at("/00081199/Value/0/00081190/Value/0").asString());
        assertEquals(0xC000, json.at("/0008119A/Value/0/00081197/Value/0").asInt());

        HttpResponse<byte[]> wrongStudy = store("/studies/1.2.3", SLICE_1);
        assertEquals(409, wrongStudy.statusCode());
        assertEquals(
                0xA900,
                json(wrongStudy).at("/00081198/Value/0/00081197/Value/0").asInt());

        assertEquals(200, store("/studies", SLICE_1).statusCode());
        byte[] other =
                DicomWriter.write(Modality.ct(CT, 1).put(Attribute.PATIENT_ID, "0815"), TransferSyntax.EXPLICIT_VR);
        HttpResponse<byte[]> duplicate = store("/studies", other);
        assertEquals(409, duplicate.statusCode());
        assertEquals(
                0x0111, json(duplicate).at("/00081198/Value/0/00081197/Value/0").asInt());
    }

    @Test
    void bodies_that_are_not_multipart_are_refused() throws Exception {
        assertEquals(
                415,
                send("POST", "/studies", "x", "Content-Type", "application/dicom")
                        .statusCode());
        assertEquals(
                400,
                send("POST", "/studies", "x", "Content-Type", FILES + "; boundary=b")
                        .statusCode());
        assertEquals(
                400,
                send("POST", "/studies", "--b\r\n\r\nx", "Content-Type", FILES + "; boundary=b")
                        .statusCode());
        assertEquals(
                400, send("POST", "/studies", "--b\r\n", "Content-Type", FILES).statusCode());
        assertEquals(
                415,
                send(
                                "POST",
                                "/studies",
                                "--b\r\nContent-Type: text/plain\r\n\r\nx\r\n--b--",
                                "Content-Type",
                                FILES + "; boundary=b")
                        .statusCode());
    }

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
    void metadata_points_to_pixels_that_can_be_had() throws Exception {
        storeAll();
        JsonNode json = json(get(SLICE + "/metadata", "application/dicom+json"));
        String pixels = json.at("/0/7FE00010/BulkDataURI").asString();
        assertEquals(server.base() + SLICE + "/bulkdata/7FE00010", pixels);
        assertEquals(128, json.at("/0/00280010/Value/0").asInt());
        byte[] value = get(pixels.substring(server.base().toString().length()), "application/octet-stream")
                .body();
        assertEquals(128 * 128 * 2, value.length);
        assertEquals(404, get(SLICE + "/bulkdata/00091001", "*/*").statusCode());
    }

    @Test
    void frames_are_parts_in_the_order_asked_for() throws Exception {
        storeAll();
        List<Part> parts = parts(get(LOOP + "/frames/3,1", "multipart/related; type=\"application/octet-stream\""));
        PixelData pixels = new PixelData(Modality.ultrasound(HEART, 4));
        assertArrayEquals(pixels.frame(3), parts.get(0).body());
        assertArrayEquals(pixels.frame(1), parts.get(1).body());
        assertEquals(404, get(LOOP + "/frames/5", "*/*").statusCode());
        assertEquals(404, get(LOOP + "/frames/0", "*/*").statusCode());
        assertEquals(400, get(LOOP + "/frames/1,,2", "*/*").statusCode());
        assertEquals(406, get(LOOP + "/frames/1", "image/jp2").statusCode());
    }

    @Test
    void pictures_are_pictures() throws Exception {
        storeAll();
        assertEquals(
                128,
                ImageIO.read(new ByteArrayInputStream(
                                get(SLICE + "/rendered", "image/png").body()))
                        .getWidth());
        assertEquals(
                64,
                ImageIO.read(new ByteArrayInputStream(
                                get(SLICE + "/thumbnail", "image/jpeg").body()))
                        .getWidth());
        HttpResponse<byte[]> frame = get(LOOP + "/frames/2/rendered", "image/*");
        assertEquals("image/png", frame.headers().firstValue("Content-Type").orElseThrow());
        assertEquals(96, ImageIO.read(new ByteArrayInputStream(frame.body())).getHeight());
        assertEquals(406, get(SLICE + "/rendered", "video/mpeg").statusCode());
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
    void old_viewers_get_files_and_pictures() throws Exception {
        storeAll();
        String wado =
                "/wado?requestType=WADO&studyUID=" + HEART.study() + "&seriesUID=" + HEART.series() + "&objectUID=";
        assertArrayEquals(HEART_LOOP, get(wado + HEART.instance(1), "*/*").body());
        assertEquals(
                200,
                get(wado + HEART.instance(1) + "&contentType=image/png&frameNumber=4", "*/*")
                        .statusCode());
        assertEquals(
                404,
                get(wado + HEART.instance(1) + "&contentType=image/png&frameNumber=5", "*/*")
                        .statusCode());
        assertEquals(404, get(wado + "1.2.3", "*/*").statusCode());
        assertEquals(400, get(wado + "one", "*/*").statusCode());
        assertEquals(400, get("/wado", "*/*").statusCode());
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
    void closed_server_answers_no_more() throws Exception {
        URI base = server.base();
        server.close();
        assertThrows(
                ConnectException.class,
                () -> http.send(HttpRequest.newBuilder(base).build(), BodyHandlers.ofByteArray()));
    }

    private void storeAll() throws Exception {
        assertEquals(200, store("/studies", SLICE_1, SLICE_2, HEART_LOOP).statusCode());
    }

    private HttpResponse<byte[]> store(String target, byte[]... files) throws Exception {
        List<Part> parts = List.of(files).stream()
                .map(file -> new Part("application/dicom", "", file))
                .toList();
        return send("POST", target, Multipart.write(parts, "b"), "Content-Type", FILES + "; boundary=b");
    }

    private HttpResponse<byte[]> get(String target, String accept) throws Exception {
        return send("GET", target, "", "Accept", accept);
    }

    private HttpResponse<byte[]> send(String method, String target, String body, String... headers) throws Exception {
        return send(method, target, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    private HttpResponse<byte[]> send(String method, String target, byte[] body, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.base() + target))
                .method(method, BodyPublishers.ofByteArray(body))
                .header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8)));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), BodyHandlers.ofByteArray());
    }

    private static List<Part> parts(HttpResponse<byte[]> response) throws Exception {
        assertEquals(200, response.statusCode());
        String type = response.headers().firstValue("Content-Type").orElseThrow();
        return Multipart.read(response.body(), MediaType.all(type).get(0).parameter("boundary"));
    }

    private static JsonNode json(HttpResponse<byte[]> response) {
        return new JsonMapper().readTree(response.body());
    }
}
