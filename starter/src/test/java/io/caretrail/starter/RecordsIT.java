package io.caretrail.starter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An application with the dependency and two properties. */
class RecordsIT {

    private static final List<String> EXPECTED = List.of(
            "GET /fhir/Patient/1 200 nurse true",
            "GET /fhir/Patient/1 401 nurse false",
            "GET /fhir/Patient/1 401 - false",
            "GET /admin 403 nurse true",
            "GET /later 200 nurse true",
            "GET /broken 500 nurse true",
            "GET /open 200 - -",
            "GET /nowhere 404 nurse true",
            "POST /login 302 nurse true",
            "GET /fhir/Patient/2 200 nurse true",
            "GET /admin 403 nurse true",
            "POST /logout 204 nurse true",
            "GET /fhir/Patient/2 401 - false");

    @TempDir
    Path folder;

    static Stream<Boot> versions() {
        return Stream.of(Boot.BOOT_27, Boot.BOOT_35, Boot.BOOT_40);
    }

    static Stream<Boot> otherWays() {
        return Stream.of(
                new Boot("3.5", "Tomcat", true),
                new Boot("4.0", "Tomcat", true),
                new Boot("3.5", "Jetty", false),
                new Boot("3.5", "Undertow", false));
    }

    @ParameterizedTest
    @MethodSource("versions")
    void every_request_is_recorded_with_its_user(Boot boot) throws IOException {
        recordsEveryRequest(boot);
    }

    @Tag("all-servers")
    @ParameterizedTest
    @MethodSource("otherWays")
    void every_request_is_recorded_with_the_thin_artifact_and_on_other_containers_too(Boot boot) throws IOException {
        recordsEveryRequest(boot);
    }

    private void recordsEveryRequest(Boot boot) throws IOException {
        Server server = Server.start(
                folder,
                boot.command(
                        List.of(),
                        "--caretrail.service=fhir",
                        "--caretrail.settings[0].destinations.file.path=audit.ndjson"));
        try (server) {
            assertEquals(200, server.get("/fhir/Patient/1", "nurse:florence"));
            assertEquals(401, server.get("/fhir/Patient/1", "nurse:wrong"));
            assertEquals(401, server.get("/fhir/Patient/1", null));
            assertEquals(403, server.get("/admin", "nurse:florence"));
            assertEquals(200, server.get("/later", "nurse:florence"));
            assertEquals(500, server.get("/broken", "nurse:florence"));
            assertEquals(200, server.get("/open", null));
            assertEquals(404, server.get("/nowhere", "nurse:florence"));
            inOneSession(server);
        }
        Path trail = folder.resolve("audit.ndjson");
        assertEquals(EXPECTED, Records.ofRequests(trail));
        assertEquals(List.of("java.lang.IllegalStateException"), Records.thrownBy("/broken", trail));
        assertEquals(List.of("Caretrail.Start", "Caretrail.Stop"), Records.own(trail));
        String id = Records.all(trail).get(0).path("correlationId").asString();
        assertTrue(server.output().contains("read with the correlation id " + id), server.output());
        assertTrue(server.output().contains("(filter), configuration Spring properties, hash "), server.output());
    }

    /** Requests that carry nothing but a cookie: only Spring Security knows whose. */
    private static void inOneSession(Server server) throws IOException {
        HttpResponse<String> login = server.send(server.request("/login", null)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("username=nurse&password=florence"))
                .build());
        assertEquals(302, login.statusCode());
        String cookie = login.headers().firstValue("Set-Cookie").orElseThrow().replaceFirst(";.*", "");
        assertEquals(200, get(server, "/fhir/Patient/2", cookie));
        assertEquals(403, get(server, "/admin", cookie));
        HttpResponse<String> logout = server.send(server.request("/logout", null)
                .header("Cookie", cookie)
                .POST(HttpRequest.BodyPublishers.noBody())
                .build());
        assertEquals(204, logout.statusCode());
        assertEquals(401, get(server, "/fhir/Patient/2", cookie));
    }

    private static int get(Server server, String path, String cookie) throws IOException {
        return server.send(server.request(path, null).header("Cookie", cookie).build())
                .statusCode();
    }
}
