package io.caretrail.core.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathPatternsTest {

    private static boolean matches(String pattern, String method, String path) {
        Recognised request = Recognition.of("auto", List.of()).recognise(method, path, null, name -> null);
        return PathPatterns.of(List.of(pattern)).matches(method, request);
    }

    @ParameterizedTest
    @CsvSource({
        "/actuator/**, GET, /actuator",
        "/actuator/**, GET, /actuator/health",
        "/actuator/**, POST, /actuator/a/b/c",
        "/actuator/**, GET, //actuator/./health/",
        "/actuator/**, GET, /%61ctuator;x=1/health",
        "/actuator/*, GET, /actuator/health",
        "/**/health, GET, /health",
        "/**/health, GET, /a/b/health",
        "/**, GET, /",
        "/, GET, /",
        "/a/**/b/**/c, GET, /a/b/b/x/c",
        "/*.png, GET, /x.png",
        "/a*b*c, GET, /aXbYbc",
        "GET /metadata, GET, /metadata",
        "GET /metadata, GET, /hapi/fhir/metadata",
        "/actuator/health/**, GET, /fhir/actuator/health/live",
        "/fhir/metadata, GET, /fhir/metadata",
        "/$export, GET, /fhir/%24export",
    })
    void matched(String pattern, String method, String path) {
        assertTrue(matches(pattern, method, path));
    }

    @ParameterizedTest
    @CsvSource({
        "/actuator/**, GET, /actuators",
        "/actuator/**, GET, /x/actuator/health",
        "/actuator/*, GET, /actuator/a/b",
        "/actuator/*, GET, /actuator",
        "/, GET, /a",
        "GET /metadata, POST, /metadata",
        "GET /metadata, get, /metadata",
        "GET /metadata, HEAD, /metadata",
        "/metadata, GET, /METADATA",
        "/metadata, GET, /fhir/Patient/metadata",
        "/**/health, GET, /health/x",
    })
    void not_matched(String pattern, String method, String path) {
        assertFalse(matches(pattern, method, path));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/fhir/Patient/1/../../../actuator/x",
                "/actuator/..%2f..%2ffhir/Patient/1",
                "/actuator/..;/fhir/Patient/1/../../../actuator/x",
                "/actuator/x\\..\\..\\fhir\\Patient\\1",
                "/actuator/%2e%2e%5cfhir/../actuator/x",
                "/actuator/%252e%252e/fhir/Patient/1",
                "/actuator/%00/../x",
            })
    void a_spelling_that_servers_read_differently_takes_nothing_out_of_the_trail(String path) {
        assertFalse(matches("/actuator/**", "GET", path));
        assertFalse(matches("/**", "GET", path));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "actuator/** | \"actuator/**\": the path does not start with a slash; write \"/actuator/**\"",
                "'' | \"\": the path does not start with a slash; write \"/\"",
                "get /x | \"get /x\": what stands before the space is no HTTP method; write it as \"GET /metadata\"",
                "/a//b | \"/a//b\": an empty segment matches no request; write one slash",
                "/a/../b | \"/a/../b\": a dot segment matches no request; write the path a server resolves it to",
                "/a/x** | \"/a/x**\": ** is a whole segment; write * for characters of one segment",
                "/a?b | \"/a?b\": \"?\" matches no request, since patterns meet the decoded path without query and path"
                        + " parameters; leave it out",
            })
    void a_wrong_pattern_is_told_what_to_write(String pattern, String problem) {
        assertEquals(problem, PathPatterns.problem(pattern));
        assertThrows(IllegalArgumentException.class, () -> PathPatterns.of(List.of(pattern)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/actuator/**", "GET /metadata", "/", "/**", "/a/", "/*.css", "/a b", "DELETE /$purge-history"})
    void a_right_pattern_has_no_problem(String pattern) {
        assertNull(PathPatterns.problem(pattern));
        assertNotNull(PathPatterns.of(List.of(pattern)));
    }

    @Test
    void a_million_segments_are_matched() {
        assertFalse(matches("/a/**/b/*c*d*/**/e", "GET", "/a" + "/b/cd".repeat(150_000)));
        assertTrue(matches("/**/x*y*z", "GET", "/" + "xy".repeat(400_000) + "z"));
    }
}
