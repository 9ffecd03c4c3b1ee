package io.caretrail.examples.dicom;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.caretrail.examples.dicom.Multipart.Part;
import java.io.ByteArrayInputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What is stored, and how it comes back: files, metadata, frames, pictures. */
class StoringAndRetrievingTest extends RunningRadiology {

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
}
