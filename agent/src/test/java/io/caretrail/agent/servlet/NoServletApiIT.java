package io.caretrail.agent.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The agent in a JVM that is no server. */
class NoServletApiIT {

    @Test
    void nothing_is_loaded_for_a_server_that_is_not_there(@TempDir Path folder) throws Exception {
        String printed = run(folder);

        assertTrue(printed.lines().anyMatch("absent"::equals), printed);
        assertFalse(printed.contains("io.caretrail.filter."), printed);
        assertFalse(printed.contains("io.caretrail.agent.servlet.ServletHooks"), printed);
        assertFalse(printed.contains("net.bytebuddy.asm.Advice"), printed);
    }

    @Test
    void class_for_a_server_that_is_not_there_is_no_misfit(@TempDir Path folder) throws Exception {
        run(folder);

        String log = Files.readString(folder.resolve("stderr"));
        assertFalse(log.contains("ERROR Caretrail"), log);
    }

    private static String run(Path folder) throws IOException, InterruptedException {
        Path configuration =
                Files.writeString(folder.resolve("caretrail.yaml"), """
                settings:
                  - name: archive
                    categories: [AuditLogs]
                    destinations:
                      file: { path: %s, rollEvery: never }
                """.formatted(folder.resolve("audit.ndjson")));
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-javaagent:" + Path.of("target/caretrail-agent.jar").toAbsolutePath() + "=" + configuration,
                        "-Xlog:class+load",
                        "-cp",
                        Path.of("target/test-classes").toString(),
                        "io.caretrail.agent.servlet.probe.Absent")
                .redirectError(folder.resolve("stderr").toFile())
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor());
        return printed;
    }
}
