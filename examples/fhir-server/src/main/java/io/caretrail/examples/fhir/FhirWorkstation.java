package io.caretrail.examples.fhir;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.caretrail.examples.story.Expectation;
import io.caretrail.examples.story.Workstation;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A workstation that speaks FHIR. Used by one thread. */
final class FhirWorkstation {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, String> FHIR = Map.of("Content-Type", "application/fhir+json");

    private final Workstation workstation;

    /** What came back. */
    record Answer(HttpResponse<byte[]> response) {

        /** The resource the server made, without its version: {@code Patient/1}. */
        String location() {
            return withoutBaseAndVersion(
                    response.headers().firstValue("Location").orElseThrow());
        }

        /** The resource the server made of the first entry of a transaction. */
        String firstLocation() throws IOException {
            JsonNode entry = JSON.readTree(response.body()).path("entry").path(0);
            return withoutBaseAndVersion(entry.path("response").path("location").asText());
        }

        /** The URL of the bundle's next page. */
        String next() throws IOException {
            for (JsonNode link : JSON.readTree(response.body()).path("link")) {
                if (link.path("relation").asText().equals("next")) {
                    return link.path("url").asText();
                }
            }
            throw new IOException(
                    "The bundle has no next page: " + new String(response.body(), StandardCharsets.UTF_8));
        }

        private static String withoutBaseAndVersion(String location) {
            return location.replaceFirst("^.*?([A-Za-z]+/[^/]+)/_history/.*$", "$1");
        }
    }

    FhirWorkstation(Workstation workstation) {
        this.workstation = workstation;
    }

    void login(@Nullable String user, @Nullable String password) {
        workstation.login(user, password);
    }

    Answer get(String what, String target, Expectation expected) throws IOException, InterruptedException {
        return send(what, "GET", target, Map.of(), BodyPublishers.noBody(), expected);
    }

    Answer post(String what, String target, String resource, Expectation expected)
            throws IOException, InterruptedException {
        return send(what, "POST", target, FHIR, BodyPublishers.ofString(resource), expected);
    }

    Answer postUnlessThere(String what, String target, String condition, String resource, Expectation expected)
            throws IOException, InterruptedException {
        Map<String, String> headers = Map.of("Content-Type", "application/fhir+json", "If-None-Exist", condition);
        return send(what, "POST", target, headers, BodyPublishers.ofString(resource), expected);
    }

    Answer postForm(String what, String target, String form, Expectation expected)
            throws IOException, InterruptedException {
        Map<String, String> headers = Map.of("Content-Type", "application/x-www-form-urlencoded");
        return send(what, "POST", target, headers, BodyPublishers.ofString(form), expected);
    }

    Answer put(String what, String target, String resource, Expectation expected)
            throws IOException, InterruptedException {
        return send(what, "PUT", target, FHIR, BodyPublishers.ofString(resource), expected);
    }

    Answer delete(String what, String target, Expectation expected) throws IOException, InterruptedException {
        return send(what, "DELETE", target, Map.of(), BodyPublishers.noBody(), expected);
    }

    /** Sends what no server takes for HTTP. */
    void nonsense(String what, String bytes, Expectation expected) throws IOException {
        workstation.raw(what, bytes, expected.refusedBy("connector"));
    }

    private Answer send(
            String what,
            String method,
            String target,
            Map<String, String> headers,
            BodyPublisher body,
            Expectation expected)
            throws IOException, InterruptedException {
        return new Answer(workstation.send(what, method, target, headers, body, expected));
    }
}
