package io.caretrail.core.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.caretrail.core.operation.OperationTable.Row;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HostileRequestTest {

    private static String noHeader(String name) {
        return null;
    }

    private static final List<Recognition> RECOGNITIONS = List.of(
            Recognition.of("auto", List.of()),
            Recognition.of("fhir", List.of()),
            Recognition.of("dicom", List.of()),
            Recognition.of("auto", List.of("/fhir", "/dicom-web")));

    private static final String[] PIECES = {
        "/",
        "//",
        "\\",
        ".",
        "..",
        ";",
        ";a=b",
        "%",
        "%2",
        "%2F",
        "%2e%2e",
        "%00",
        "\0",
        "%ZZ",
        "%C0%AE",
        "%E2%82",
        "\uD800",
        "\uDC00",
        "\uD83D\uDE00",
        "?",
        "&",
        "=",
        "#",
        "*",
        "$",
        "_",
        ":",
        "://",
        "http://",
        " ",
        "\r\n",
        "\u202E",
        "fhir",
        "Patient",
        "Foo",
        "1",
        "_history",
        "_search",
        "$export",
        "metadata",
        "_operations",
        ".well-known",
        "studies",
        "series",
        "instances",
        "frames",
        "1.2.3",
        "bulkdata",
        "workitems",
        "subscribers",
        "suspend",
        "reject",
        "partitions",
        "aets",
        "rs",
        "dimse",
        "wado",
        "requestType=WADO",
        "objectUID",
        "extendedquerytags",
        "operations",
        "export",
        "color-palettes",
        "commitment-requests",
        "patients",
        "dicom-web",
        "csv:1",
        "$bulkUpdate",
        "count"
    };

    @Test
    void nothing_a_client_sends_throws() {
        Random random = new Random(20261120);
        for (int round = 0; round < 15_000; round++) {
            String method = random.nextInt(9) == 0 ? text(random, 3) : method(random);
            String path = (random.nextInt(4) == 0 ? "" : "/") + text(random, 12);
            String query = random.nextBoolean() ? null : text(random, 8);
            String header = random.nextBoolean() ? null : text(random, 2);
            for (Recognition recognition : RECOGNITIONS) {
                Recognised found = recognition.recognise(method, path, query, name -> header);
                Recognised again = recognition.recognise(method, path, query, name -> header);
                assertEquals(found.operation(), again.operation(), path);
                assertNotNull(found.path().text());
                assertNotNull(found.operation().completed(201, path));
                found.operation().properties().values().forEach(value -> assertNotNull(value));
            }
        }
    }

    private static String method(Random random) {
        String[] methods = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"};
        return methods[random.nextInt(methods.length)];
    }

    private static String text(Random random, int most) {
        StringBuilder text = new StringBuilder();
        for (int count = random.nextInt(most + 1); count > 0; count--) {
            String piece = PIECES[random.nextInt(PIECES.length)];
            text.append(piece).append(random.nextInt(3) == 0 ? "" : "/");
        }
        return text.toString();
    }

    @Test
    void a_path_and_a_query_of_a_million_characters_are_read_to_the_end() {
        for (String piece : new String[] {
            "/a",
            "/../",
            "/x/..",
            "/%2e%2e/",
            "%ZZ",
            "%41",
            ";a",
            "/Patient",
            "/studies/1.2",
            "/aets",
            "/export",
            "\\",
            "/$x",
            "/fhir/Foo",
            "://",
            "/bulkdata",
            "&_",
            "=",
            "/partitions/Patient"
        }) {
            String million = piece.repeat(1_000_000 / piece.length());
            for (Recognition recognition : List.of(RECOGNITIONS.get(0), RECOGNITIONS.get(3))) {
                assertNotNull(recognition.recognise("GET", million, million, HostileRequestTest::noHeader));
                assertNotNull(recognition.recognise(
                        "GET", "/fhir/Patient/" + million, million, HostileRequestTest::noHeader));
            }
        }
    }

    @Test
    void deep_parent_segments_end_at_the_root() {
        String deep = "/..".repeat(300_000) + "/fhir/Patient/1";
        assertEquals(
                "read",
                RECOGNITIONS
                        .get(0)
                        .recognise("GET", deep, null, HostileRequestTest::noHeader)
                        .operation()
                        .name());
    }

    @Test
    void recognising_leaves_nothing_behind() {
        List<Row> rows = OperationTable.rows("operations-reference.tsv");
        Recognition used = Recognition.of("auto", List.of());
        for (Row row : rows) {
            row.below("/app", used);
        }
        for (Row row : rows) {
            assertEquals(
                    row.below("/app", Recognition.of("auto", List.of())).operation(),
                    row.below("/app", used).operation(),
                    row.toString());
        }
    }
}
