package io.caretrail.agent.start;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caretrail.agent.start.OperatorsJvm.Ended;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** JAVA_TOOL_OPTIONS is how containers are given an agent; it reaches every JVM, the tools' included. */
class ToolsIT {

    @TempDir
    private Path folder;

    @Test
    void the_tools_of_the_jdk_are_left_alone() throws Exception {
        for (List<String> tool :
                List.of(List.of("javac", "--version"), List.of("jar", "--version"), List.of("keytool", "-help"))) {
            Ended ended = everyJvmHasTheAgent()
                    .tool(tool.get(0), tool.subList(1, tool.size()).toArray(String[]::new));

            assertEquals(0, ended.status(), ended.errors());
            assertFalse((ended.output() + withoutPickedUp(ended)).contains("aretrail"), ended.errors());
        }
        assertFalse(Files.exists(folder.resolve("audit.ndjson")), "a tool has written a trail");
    }

    @Test
    void the_command_line_tool_does_not_audit_itself() throws Exception {
        Ended ended = everyJvmHasTheAgent().commandLine("--version");

        assertEquals(0, ended.status(), ended.errors());
        assertTrue(ended.output().matches("Caretrail \\S+\\R"), ended.output());
        assertEquals("", withoutPickedUp(ended));
        assertFalse(Files.exists(folder.resolve("audit.ndjson")), "the tool has written a trail");
    }

    private OperatorsJvm everyJvmHasTheAgent() {
        return OperatorsJvm.in(folder)
                .environment(
                        "JAVA_TOOL_OPTIONS",
                        "-javaagent:" + OperatorsJvm.AGENT
                                + " -Dcaretrail.settings.0.destinations.file.path=audit.ndjson");
    }

    /** Without the line the JVM itself prints. */
    private static String withoutPickedUp(Ended ended) {
        return ended.errors().replaceFirst("Picked up JAVA_TOOL_OPTIONS: .*\\R", "");
    }
}
