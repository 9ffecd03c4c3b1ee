package io.caretrail.examples.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example as run.sh runs it: the executable jar, the story in a process of its own, and the check of the trail. */
class ClinicIT {

    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();
    private static final String JAR = Path.of("target/clinic.jar").toAbsolutePath().toString();
    private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");
    private static final long PATIENCE_MILLIS = 120_000;

    @TempDir
    Path folder;

    @Test
    void trail_of_the_executable_jar_agrees_with_the_storys_ledger() throws Exception {
        Process server = start("server.txt", JAVA, "-jar", JAR, "--server.port=0");
        try {
            String base = "http://127.0.0.1:" + port(server) + "/fhir";
            assertEquals(0, run("story.txt", "io.caretrail.examples.boot.Story", base, "ledger.tsv"));
        } finally {
            server.destroy();
            server.waitFor();
        }
        assertEquals(
                0,
                run(
                        "check.txt",
                        "io.caretrail.examples.story.TrailPrinter",
                        "audit.ndjson",
                        "ledger.tsv",
                        "create"));
    }

    private int run(String output, String main, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                JAVA, "-Dloader.main=" + main, "-cp", JAR, "org.springframework.boot.loader.launch.PropertiesLauncher"));
        command.addAll(List.of(arguments));
        int exit = start(output, command.toArray(String[]::new)).waitFor();
        if (exit != 0) {
            System.err.println(Files.readString(folder.resolve(output)));
        }
        return exit;
    }

    private Process start(String output, String... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(output).toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("CARETRAIL_"));
        return builder.start();
    }

    private String port(Process server) throws Exception {
        long deadline = System.currentTimeMillis() + PATIENCE_MILLIS;
        while (server.isAlive() && System.currentTimeMillis() < deadline) {
            Matcher port = PORT.matcher(Files.readString(folder.resolve("server.txt")));
            if (port.find()) {
                return port.group(1);
            }
            Thread.sleep(100);
        }
        throw new IOException("the server did not start:\n" + Files.readString(folder.resolve("server.txt")));
    }
}
