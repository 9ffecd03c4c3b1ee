package io.caretrail.examples.dicom;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.caretrail.examples.dicom.Modality.Visit;
import io.caretrail.examples.dicom.Multipart.Part;
import io.caretrail.examples.tomcat.LoopbackTomcat;
import java.io.IOException;
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
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A radiology's server for each test, and how to talk to it; who asks is {@link #login}. */
abstract class RunningRadiology {

    static final Visit CT = Story.CT;
    static final Visit HEART = Story.HEART;
    static final String STUDY = "/studies/" + CT.study();
    static final String SERIES = STUDY + "/series/" + CT.series();
    static final String SLICE = SERIES + "/instances/" + CT.instance(1);
    static final String LOOP =
            "/studies/" + HEART.study() + "/series/" + HEART.series() + "/instances/" + HEART.instance(1);
    static final String FILES = "multipart/related; type=\"application/dicom\"";
    static final byte[] SLICE_1 = DicomWriter.write(Modality.ct(CT, 1), TransferSyntax.EXPLICIT_VR);
    static final byte[] SLICE_2 = DicomWriter.write(Modality.ct(CT, 2), TransferSyntax.IMPLICIT_VR);
    static final byte[] HEART_LOOP = DicomWriter.write(Modality.ultrasound(HEART, 4), TransferSyntax.EXPLICIT_VR);

    final HttpClient http = HttpClient.newHttpClient();
    LoopbackTomcat server;
    String login = "dr.lee:stethoscope";

    @BeforeEach
    void start() throws IOException {
        server = RadiologyServer.start(0);
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    void storeAll() throws Exception {
        assertEquals(200, store("/studies", SLICE_1, SLICE_2, HEART_LOOP).statusCode());
    }

    HttpResponse<byte[]> store(String target, byte[]... files) throws Exception {
        List<Part> parts = List.of(files).stream()
                .map(file -> new Part("application/dicom", "", file))
                .toList();
        return send("POST", target, Multipart.write(parts, "b"), "Content-Type", FILES + "; boundary=b");
    }

    HttpResponse<byte[]> get(String target, String accept) throws Exception {
        return send("GET", target, "", "Accept", accept);
    }

    HttpResponse<byte[]> send(String method, String target, String body, String... headers) throws Exception {
        return send(method, target, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    HttpResponse<byte[]> send(String method, String target, byte[] body, String... headers) throws Exception {
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

    static List<Part> parts(HttpResponse<byte[]> response) throws Exception {
        assertEquals(200, response.statusCode());
        String type = response.headers().firstValue("Content-Type").orElseThrow();
        return Multipart.read(response.body(), MediaType.all(type).get(0).parameter("boundary"));
    }

    static JsonNode json(HttpResponse<byte[]> response) {
        return new JsonMapper().readTree(response.body());
    }
}
