package io.caretrail.benchmarks;

import io.caretrail.core.door.Request;
import io.caretrail.core.door.Response;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A GET as a client sends it; allocates nothing itself. */
record FixedRequest(String path) implements Request {

    /** What the client gets for it. */
    static final Response OK = new Answered();

    private static final Map<String, List<String>> HEADERS = Map.of(
            "Host", List.of("fhir.example.org"),
            "User-Agent", List.of("clinic/1.0"),
            "Accept", List.of("application/fhir+json"));
    private static final List<String> NAMES = List.copyOf(HEADERS.keySet());

    @Override
    public String method() {
        return "GET";
    }

    @Override
    public String scheme() {
        return "https";
    }

    @Override
    public String host() {
        return "fhir.example.org";
    }

    @Override
    public int port() {
        return 8443;
    }

    @Override
    public @Nullable String query() {
        return null;
    }

    @Override
    public @Nullable String header(String name) {
        List<String> values = HEADERS.get(name);
        return values == null ? null : values.get(0);
    }

    @Override
    public List<String> headers(String name) {
        return HEADERS.getOrDefault(name, List.of());
    }

    @Override
    public List<String> headerNames() {
        return NAMES;
    }

    @Override
    public String peerAddress() {
        return "192.0.2.7";
    }

    @Override
    public @Nullable String user() {
        return null;
    }

    @Override
    public @Nullable String authMethod() {
        return null;
    }

    @Override
    public @Nullable String clientCertificateSubject() {
        return null;
    }

    @Override
    public long contentLength() {
        return -1;
    }

    private record Answered() implements Response {

        @Override
        public int status() {
            return 200;
        }

        @Override
        public @Nullable String location() {
            return null;
        }

        @Override
        public long requestBytes() {
            return 0;
        }

        @Override
        public long responseBytes() {
            return 1_234;
        }
    }
}
