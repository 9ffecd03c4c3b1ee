package io.caretrail.filter.war;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Applications of one JVM and their files. */
class TwoApplicationsIT {

    @TempDir
    Path base;

    @Test
    void context_path_in_the_path_gives_each_application_its_own_file() throws IOException, InterruptedException {
        configure("caretrail.yaml", "trail${contextPath}.ndjson", "/all");
        new War(base.resolve("webapps/one"));
        new War(base.resolve("webapps/two"));
        new War(base.resolve("webapps/ROOT"));
        try (WarServer server = WarServer.start(base)) {
            server.get("/one/index.html", "first");
            server.get("/two/index.html", "second");
            server.get("/two/index.html", "third");
            server.get("/index.html", "fourth");
        }
        assertEquals(List.of("first Started", "first Succeeded"), TrailFile.requests(base.resolve("trail/one.ndjson")));
        assertEquals(
                List.of("second Started", "second Succeeded", "third Started", "third Succeeded"),
                TrailFile.requests(base.resolve("trail/two.ndjson")));
        assertEquals(List.of("fourth Started", "fourth Succeeded"), TrailFile.requests(base.resolve("trail.ndjson")));
    }

    @Test
    void reload_to_a_file_that_another_application_holds_is_refused_and_the_old_configuration_stays()
            throws IOException, InterruptedException {
        new War(base.resolve("webapps/one")).configuredBy(configure("one.yaml", "one.ndjson", "/one"));
        new War(base.resolve("webapps/two")).configuredBy(configure("two.yaml", "two.ndjson", "/two"));
        try (WarServer server = WarServer.start(base)) {
            server.get("/one/index.html", "first");
            server.get("/two/index.html", "second");
            configure("two.yaml", "one.ndjson", "/moved");
            server.await(() -> server.output().contains("the old destinations stay in force"));
            String refusal = server.output()
                    .lines()
                    .filter(line -> line.contains("the old destinations stay in force"))
                    .findFirst()
                    .orElseThrow();
            assertTrue(refusal.contains("the web application /one of this JVM writes this file"), refusal);
            server.get("/two/index.html", "third");

            configure("two.yaml", "three.ndjson", "/moved");
            server.await(() -> TrailFile.own(base.resolve("three.ndjson")).contains("Caretrail.Reload"));
            server.get("/two/index.html", "fourth");
        }
        assertEquals(List.of("first Started", "first Succeeded"), TrailFile.requests(base.resolve("one.ndjson")));
        assertEquals(
                List.of("second Started", "second Succeeded", "third Started", "third Succeeded"),
                TrailFile.requests(base.resolve("two.ndjson")));
        assertEquals(Set.of("/two"), resources("two.ndjson"));
        assertEquals(List.of("fourth Started", "fourth Succeeded"), TrailFile.requests(base.resolve("three.ndjson")));
        assertEquals(Set.of("/moved"), resources("three.ndjson"));
    }

    private Set<String> resources(String file) {
        return TrailFile.records(base.resolve(file)).stream()
                .map(record -> record.path("resourceId").asString(""))
                .collect(Collectors.toSet());
    }

    private Path configure(String name, String path, String resource) throws IOException {
        return Files.writeString(base.resolve(name), """
                resourceId: %s
                settings:
                  - name: trail
                    categories: [AuditLogs]
                    destinations:
                      file: { path: "%s/%s" }
                """.formatted(resource, base, path));
    }
}
