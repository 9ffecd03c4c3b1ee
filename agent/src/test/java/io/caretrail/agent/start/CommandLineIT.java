package io.caretrail.agent.start;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caretrail.agent.start.OperatorsJvm.Ended;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code java -jar caretrail-agent.jar} (contract, "Command-line tool"). */
class CommandLineIT {

    @TempDir
    private Path folder;

    @Test
    void help_and_version_are_results() throws Exception {
        Ended version = run("--version");
        assertEquals(0, version.status());
        assertTrue(version.output().matches("Caretrail \\S+\\R"), version.output());
        assertEquals("", version.errors());

        Ended help = run("--help");
        assertEquals(0, help.status());
        assertTrue(help.output().contains("check"), help.output());
        assertEquals("", help.errors());

        Ended checkHelp = run("check", "--help");
        assertEquals(0, checkHelp.status());
        assertTrue(checkHelp.output().contains("CONFIG"), checkHelp.output());
        assertEquals("", checkHelp.errors());
    }

    @Test
    void wrong_usage_is_said_on_standard_error() throws Exception {
        assertUsage(run(), "Missing COMMAND; --help lists them");
        assertUsage(run("chekc"), "'chekc'");
        assertUsage(run("check"), "CONFIG");
    }

    private static void assertUsage(Ended ended, String said) {
        assertEquals(2, ended.status(), ended.errors());
        assertEquals("", ended.output());
        assertTrue(ended.errors().contains(said), ended.errors());
        assertFalse(ended.errors().contains("\tat "), ended.errors());
    }

    @Test
    void check_leaves_an_existing_trail_as_it_is() throws Exception {
        // A server may be in the middle of a line.
        Path trail = Files.writeString(folder.resolve("audit.ndjson"), "{\"a\":1}\n{\"torn\":");
        byte[] before = Files.readAllBytes(trail);
        Files.writeString(folder.resolve("good.yaml"), """
                service: fhir
                settings:
                  - destinations:
                      file: { path: audit.ndjson }
                      stdout: {}
                """);

        Ended ended = run("check", "good.yaml");

        assertEquals(0, ended.status(), ended.errors());
        assertEquals("", ended.errors());
        assertTrue(ended.output().contains("settings[0].destinations.file: ready"), ended.output());
        assertTrue(ended.output().contains("settings[0].destinations.stdout: ready"), ended.output());
        assertArrayEquals(before, Files.readAllBytes(trail));
    }

    @Test
    void check_leaves_no_trail_where_there_was_none() throws Exception {
        Files.writeString(folder.resolve("good.yaml"), """
                settings:
                  - destinations:
                      file: { path: below/audit.ndjson }
                """);

        assertEquals(0, run("check", "good.yaml").status());

        try (Stream<Path> left = Files.list(folder)) {
            assertTrue(left.noneMatch(file ->
                    file.endsWith("below") || file.getFileName().toString().contains("caretrail-check")));
        }
    }

    @Test
    void check_gives_each_warning_once() throws Exception {
        Files.writeString(folder.resolve("warned.yaml"), """
                exclude: [/actuator/**]
                settings:
                  - destinations:
                      stdout: {}
                """);

        Ended ended = run("check", "warned.yaml");

        assertEquals(0, ended.status(), ended.errors());
        assertTrue(ended.output().endsWith("""
                        warning: exclude: requests to [/actuator/**] are not audited
                        settings[0].destinations.stdout: ready
                        """), ended.output());
        assertEquals(1, ended.output().split("warning:", -1).length - 1, ended.output());
    }

    @Test
    void check_says_every_problem_on_standard_error() throws Exception {
        Files.writeString(folder.resolve("bad.yaml"), "service: fihr\nquery: hash\n");

        Ended ended = run("check", "bad.yaml");

        assertEquals(1, ended.status());
        assertEquals("", ended.output());
        assertEquals("""
                bad.yaml:1: service "fihr": is not one of the choices; did you mean "fhir"? use one of auto, fhir, dicom
                bad.yaml:2: query is not a key; it belongs here: uri.query
                """, ended.errors());
    }

    @Test
    void check_tries_each_destination() throws Exception {
        Path plain = Files.writeString(folder.resolve("plain"), "a file");
        Files.writeString(folder.resolve("unwritable.yaml"), """
                settings:
                  - destinations:
                      file: { path: plain/audit.ndjson }
                  - destinations:
                      stdout: {}
                """);

        Ended ended = run("check", "unwritable.yaml");

        assertEquals(1, ended.status());
        assertTrue(ended.output().contains("settings[1].destinations.stdout: ready"), ended.output());
        assertEquals(
                "settings[0].destinations.file.path \"" + plain.resolve("audit.ndjson") + "\": cannot be written: "
                        + plain + " is not a directory; remove it or choose another path\n",
                ended.errors());
    }

    @Test
    void query_answers_from_a_trail() throws Exception {
        String found =
                "{\"time\":\"2026-11-20T09:14:03.162903Z\",\"operationName\":\"Retrieve\",\"resultType\":\"Failed\","
                        + "\"properties\":{\"dicomResourceType\":\"study\"}}";
        Files.writeString(
                folder.resolve("audit.ndjson"), found + "\n" + found.replace("Failed", "Succeeded") + "\nrubbish\n");

        Ended failed = run("query", ".", "--failed", "--json");
        assertEquals(1, failed.status());
        assertEquals(found + "\n", failed.output());
        assertEquals(
                folder.toRealPath().resolve("audit.ndjson") + ": line 3: is no JSON, at column 8; passed over\n",
                failed.errors());

        Ended counts = run("query", "audit.ndjson", "--by", "dicomResourceType", "--json");
        assertEquals("{\"value\":\"study\",\"count\":2}\n", counts.output(), counts.errors());
    }

    private Ended run(String... arguments) throws Exception {
        return OperatorsJvm.in(folder).commandLine(arguments);
    }
}
