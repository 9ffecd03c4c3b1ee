package io.caretrail.agent.start;

import io.caretrail.agent.start.OperatorsJvm.RunningJvm;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Asks a {@link TinyServer}. */
final class TestClient {

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(30))
            .build();
    private final int port;

    private TestClient(int port) {
        this.port = port;
    }

    /** Waits until the server that runs in a folder listens. */
    static TestClient of(RunningJvm server, Path folder) throws Exception {
        Path port = folder.resolve("port");
        Deadline.await("the server's port", () -> {
            if (!server.process().isAlive()) {
                throw new AssertionError("the server has ended: " + server.said());
            }
            return Files.exists(port);
        });
        return new TestClient(Integer.parseInt(Files.readString(port)));
    }

    HttpResponse<String> get(String target) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://localhost:" + port + target))
                        .timeout(Duration.ofSeconds(30))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
