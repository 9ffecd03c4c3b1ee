package io.caretrail.agent.start;

import static io.caretrail.agent.start.TrailFile.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caretrail.agent.start.OperatorsJvm.Ended;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A server that is not as expected. */
class MisfitIT {

    @TempDir
    private Path folder;

    @Test
    void a_class_that_does_not_fit_is_left_alone_and_named_in_log_and_trail() throws Exception {
        Path adapter = Files.writeString(
                folder.resolve("CoyoteAdapter.java"),
                "package org.apache.catalina.connector; public class CoyoteAdapter {}");
        // By which Tomcat is told from a server that has only a class of the adapter's name.
        Path request =
                Files.writeString(folder.resolve("Request.java"), "package org.apache.coyote; public class Request {}");
        Path classes = Files.createDirectory(folder.resolve("classes"));
        assertEquals(
                0,
                ToolProvider.getSystemJavaCompiler()
                        .run(null, null, null, "-d", classes.toString(), adapter.toString(), request.toString()));

        Ended ended = OperatorsJvm.in(folder)
                .option("-Dcaretrail.settings.0.destinations.file.path=audit.ndjson")
                .agent()
                .run(OddTomcat.class, classes.toString());

        assertEquals(0, ended.status(), ended.errors());
        assertEquals("class " + OddTomcat.ADAPTER + "\n", ended.output());
        assertTrue(ended.errors().contains("Tomcat: " + OddTomcat.ADAPTER + " is not as expected"), ended.errors());
        TrailFile trail = TrailFile.read(folder.resolve("audit.ndjson"));
        assertEquals(List.of("Caretrail.Start", "Caretrail.Gap", "Caretrail.Stop"), trail.operationNames());
        JsonNode properties = trail.records().get(1).path("properties");
        assertEquals("hook not applied: " + OddTomcat.ADAPTER, text(properties, "reason"));
        assertEquals(0, properties.path("missingRecords").asInt(-1));
        assertEquals(
                "[]", trail.records().get(0).path("properties").path("hooks").toString());
    }
}
