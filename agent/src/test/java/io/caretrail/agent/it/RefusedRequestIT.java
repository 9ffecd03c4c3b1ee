package io.caretrail.agent.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A required destination that cannot be written: requests get a 503 and the application does not see them. */
class RefusedRequestIT {

    private static final Jdk JDK = Jdk.wanted().get(0);

    @TempDir
    Path folder;

    static List<Tomcat> servers() {
        return Tomcat.all();
    }

    @ParameterizedTest
    @MethodSource("servers")
    void request_gets_503_while_the_required_file_cannot_be_written(Tomcat tomcat) throws Exception {
        Path configuration =
                Files.writeString(folder.resolve("caretrail.yaml"), """
                settings:
                  - name: full
                    destinations:
                      file: { path: /dev/full, required: true }
                required: { wait: 10ms, exempt: [/probe/exempt/**] }
                state: %s
                """.formatted(folder.resolve("state")));
        Path agent = Path.of(System.getProperty("caretrail.agent.jar")).toAbsolutePath();
        try (RunningServer server =
                ProbeWar.start(tomcat, JDK, folder.resolve("base"), "-javaagent:" + agent + "=" + configuration)) {
            // The first ones are in the hand-off before anybody knows that the file is full.
            Answered refused = awaitRefusal(server.port());
            assertEquals("1", refused.retryAfter());
            assertEquals("", refused.body());
            assertEquals(404, get(server.port(), "/probe/exempt/health").status());
            assertEquals(503, get(server.port(), "/probe/ok").status());
        }
    }

    private static Answered awaitRefusal(int port) throws Exception {
        for (int i = 0; i < 200; i++) {
            Answered answered = get(port, "/probe/ok");
            if (answered.status() == 503) {
                return answered;
            }
            assertEquals(200, answered.status());
            Thread.sleep(20);
        }
        throw new AssertionError("never refused");
    }

    private record Answered(int status, String retryAfter, String body) {}

    private static Answered get(int port, String path) throws IOException {
        HttpURLConnection connection = (HttpURLConnection)
                URI.create("http://127.0.0.1:" + port + path).toURL().openConnection();
        int status = connection.getResponseCode();
        var stream = status < 400 ? connection.getInputStream() : connection.getErrorStream();
        String body = stream == null ? "" : new String(stream.readAllBytes(), UTF_8);
        return new Answered(status, connection.getHeaderField("Retry-After"), body);
    }
}
