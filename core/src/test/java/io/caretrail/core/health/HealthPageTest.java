package io.caretrail.core.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caretrail.core.destination.ChildJvm;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds docs/health.md to what is there: its program runs, and its output is what it prints. */
class HealthPageTest {

    private static final Path PAGE = Path.of("..", "docs", "health.md");

    @TempDir
    Path folder;

    /** The block of code that follows these words, a pattern. */
    private static String block(String behind) throws Exception {
        Matcher block =
                Pattern.compile(behind + "\\n(.*?)```\\n", Pattern.DOTALL).matcher(Files.readString(PAGE));
        assertTrue(block.find(), "no block behind " + behind);
        return block.group(1);
    }

    @Test
    void program_of_the_page_prints_what_the_page_shows() throws Exception {
        RunningTrail.configure(folder, folder.resolve("audit.ndjson").toString(), "/dev/full");
        ChildJvm server = ChildJvm.start(folder, List.of(), Server.class, folder.toString());
        try {
            Path ready = folder.resolve("ready");
            while (!Files.exists(ready)) {
                assertTrue(server.process().isAlive(), server::said);
                Thread.sleep(20);
            }
            Path program = Files.writeString(folder.resolve("CaretrailHealth.java"), block("```java"));
            String printed = run(program, server.process().pid());
            String shown = block("PID.*?```");
            assertEquals(withoutTimes(shown), withoutTimes(printed));
            for (String attribute : alarms()) {
                assertTrue(printed.contains("  " + attribute + ": "), attribute);
            }
        } finally {
            Files.createFile(folder.resolve("enough"));
            assertEquals(0, server.await(), server::said);
        }
    }

    /** The attributes in the table of alarms. */
    private static List<String> alarms() throws Exception {
        List<String> all = Pattern.compile("^\\| (?:Trail|Destination)[^|]*\\| `(\\w+)` \\|", Pattern.MULTILINE)
                .matcher(Files.readString(PAGE))
                .results()
                .map(row -> row.group(1))
                .toList();
        assertTrue(all.size() > 5, all::toString);
        return all;
    }

    private String run(Path program, long pid) throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process process = new ProcessBuilder(java, program.toString(), Long.toString(pid))
                .redirectErrorStream(true)
                .start();
        try (InputStream out = process.getInputStream()) {
            String printed = new String(out.readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(process.waitFor(10, TimeUnit.SECONDS));
            assertEquals(0, process.exitValue(), printed);
            return printed;
        }
    }

    /** Seconds pass, and how often was tried again too. */
    private static String withoutTimes(String output) {
        return output.replaceAll("LastSuccess: \\d.*", "LastSuccess: TIME")
                .replaceAll("SecondsSinceSuccess: \\d+", "SecondsSinceSuccess: SECONDS")
                .replaceAll("Retried: \\d+", "Retried: NUMBER");
    }

    /** An application that has answered three requests and waits. */
    static final class Server {
        public static void main(String[] arguments) throws Exception {
            Path folder = Path.of(arguments[0]);
            try (RunningTrail trail = RunningTrail.start(folder, "/fhir")) {
                trail.requests(3);
                String key = "io.caretrail:type=Destination,trail=/fhir,key=settings[%d].destinations.file";
                Beans.await(key.formatted(0), "Delivered", 7L);
                Beans.await(key.formatted(1), "Waiting", 7L);
                Beans.await(key.formatted(1), "Failing", true);
                Files.createFile(folder.resolve("ready"));
                while (!Files.exists(folder.resolve("enough"))) {
                    Thread.sleep(20);
                }
            }
        }
    }
}
