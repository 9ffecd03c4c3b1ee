package io.caretrail.core.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestPathTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/fhir/Patient/1 | /fhir/Patient/1",
                "/ | /",
                "'' | /",
                "* | *",
                "/fhir/ | /fhir",
                "//fhir///Patient | /fhir/Patient",
                "/./fhir/./Patient/. | /fhir/Patient",
                "/x/../fhir | /fhir",
                "/../../fhir | /fhir",
                "/x/%2e%2E/fhir | /fhir",
                "/x/..;a=b/fhir | /fhir",
                "/fhir;v=1/Patient;jsessionid=A/1 | /fhir/Patient/1",
                "/;v=1/fhir | /fhir",
                "/fhir/%24export | /fhir/$export",
                "/fhir/Patient/a%2Fb | /fhir/Patient/a%2Fb",
                "/fhir/%252e%252e/x | /fhir/%2e%2e/x",
                "/fhir/%ZZ%4 | /fhir/%ZZ%4",
                "/fhir/%C3%A4%e2%82%ac | /fhir/ä€",
                "/fhir\\Patient/x\\..\\1 | /fhir/Patient/1",
                "/fhir/x%5C..%5CPatient | /fhir/Patient",
                "http://host:8080/fhir/Patient/1 | /fhir/Patient/1",
                "https://u@host | /",
                "HTTP://host?x | /",
                "http://host/fhir?a#b | /fhir",
                "fhir/Patient | /fhir/Patient",
                "/fhir/http://x/y | /fhir/http:/x/y",
                "://x/y | /:/x/y",
                "host:443 | /host:443",
                "/fhir?x=/y | /fhir",
            })
    void the_path_is_the_one_a_server_resolves(String target, String text) {
        assertEquals(text, RequestPath.of(target).text());
    }

    @Test
    void an_encoded_slash_makes_no_segment() {
        assertEquals(
                List.of("fhir", "Patient", "a/b"),
                RequestPath.of("/fhir/Patient/a%2fb").segments());
    }

    @Test
    void overlong_and_truncated_utf_8_decodes_to_no_dot_and_no_slash() {
        assertEquals(4, RequestPath.of("/a/%c0%ae%c0%ae/b/%e2%82").size());
        assertEquals(2, RequestPath.of("/a/%c0%af").size());
        assertTrue(RequestPath.of("/a/%c0%ae%c0%ae/b").ambiguous());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/a/../b", "/a/%2e%2e/b", "/a/..;x/b", "/a\\b", "/a%5Cb", "/a%2fb", "/a/%252e", "/a%00", "/%ZZ"})
    void a_path_that_servers_can_read_differently_says_so(String target) {
        assertTrue(RequestPath.of(target).ambiguous());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a/b", "//a/./b/", "/%61/b", "/a;x=1/b", "/%24export", "/", "*", "http://h/a"})
    void a_path_that_all_servers_read_alike_is_not_ambiguous(String target) {
        assertFalse(RequestPath.of(target).ambiguous());
    }
}
