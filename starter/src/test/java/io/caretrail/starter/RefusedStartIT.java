package io.caretrail.starter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Applications that would run unaudited do not start, and say why as Spring Boot does. */
class RefusedStartIT {

    private static final String CONTINUE = "-Dcaretrail.onStartFailure=continue";

    @TempDir
    Path folder;

    static Stream<Boot> otherVersions() {
        return Stream.of(Boot.BOOT_27, Boot.BOOT_40);
    }

    @Test
    void wrong_properties_are_all_told_with_their_places() throws IOException {
        tellsAllProblems(Boot.BOOT_35);
    }

    @Tag("all-servers")
    @ParameterizedTest
    @MethodSource("otherVersions")
    void wrong_properties_are_all_told_by_other_versions_too(Boot boot) throws IOException {
        tellsAllProblems(boot);
    }

    private void tellsAllProblems(Boot boot) throws IOException {
        Files.writeString(folder.resolve("application.yml"), """
                caretrail:
                  uri.qery: hash
                  fhir-version: R9
                  settings:
                    - destinations.file: { path: audit.ndjson, keep: soon }
                """);
        try (Server server = Server.start(folder, boot.command(List.of()))) {
            String output = server.output();
            assertFalse(server.isAlive(), output);
            assertTrue(output.contains("APPLICATION FAILED TO START"), output);
            assertTrue(output.contains("did you mean \"caretrail.uri.query\"?"), output);
            assertTrue(output.contains("caretrail.fhir-version"), output);
            assertTrue(output.contains("caretrail.settings[0].destinations.file.keep"), output);
            assertTrue(output.contains("application.yml] - 2:13"), output);
            assertTrue(output.contains(CONTINUE), output);
        }
        assertFalse(Files.exists(folder.resolve("audit.ndjson")));
    }

    @Test
    void operator_lets_it_start_without_a_trail() throws IOException {
        try (Server server =
                Server.start(folder, Boot.BOOT_35.command(List.of(CONTINUE), "--caretrail.fhir-version=R9"))) {
            assertEquals(200, server.get("/open", null), server::outputNow);
            assertTrue(server.output().contains("WITHOUT an audit trail"), server::outputNow);
        }
    }

    @Test
    void jar_of_the_other_namespace_names_the_right_one() throws IOException {
        refusesOtherNamespace(Boot.BOOT_35, "without a classifier");
    }

    @Tag("all-servers")
    @ParameterizedTest
    @MethodSource("otherVersions")
    void jar_of_the_other_namespace_names_the_right_one_in_other_versions_too(Boot boot) throws IOException {
        refusesOtherNamespace(boot, boot.equals(Boot.BOOT_27) ? "with the classifier javax" : "without a classifier");
    }

    private void refusesOtherNamespace(Boot boot, String right) throws IOException {
        List<Path> libraries = new ArrayList<>(boot.libraries());
        libraries.add(Boot.starter(boot.equals(Boot.BOOT_27)));
        try (Server server = Server.start(folder, Boot.command(boot.home().resolve("classes"), libraries, List.of()))) {
            assertFalse(server.isAlive(), server::outputNow);
            assertTrue(server.output().contains("APPLICATION FAILED TO START"), server::outputNow);
            assertTrue(server.output().contains("caretrail-spring-boot-starter " + right), server::outputNow);
        }
    }

    @Test
    void reactive_application_is_refused_and_told_of_the_agent() throws IOException {
        Boot reactive = new Boot("3.5", "Netty", false);
        try (Server server =
                Server.start(folder, reactive.command(List.of(), "--spring.main.web-application-type=reactive"))) {
            assertFalse(server.isAlive(), server::outputNow);
            assertTrue(server.output().contains("give the agent to its JVM"), server::outputNow);
        }
    }
}
