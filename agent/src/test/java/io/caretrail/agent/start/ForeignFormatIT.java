package io.caretrail.agent.start;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.caretrail.agent.start.OperatorsJvm.Ended;
import io.caretrail.agent.start.OperatorsJvm.RunningJvm;
import io.caretrail.core.http.format.WireFormat;
import java.io.File;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A format that somebody else has written, in a jar beside the agent (docs/http.md, "A format of your own"). */
class ForeignFormatIT {

    private static final String SOURCE = """
            package org.example;

            import io.caretrail.core.config.DestinationSettings;
            import io.caretrail.core.http.format.*;
            import java.nio.ByteBuffer;
            import java.nio.charset.StandardCharsets;
            import java.util.List;

            public final class CountedFormat implements WireFormat {
                @Override
                public String name() {
                    return "counted";
                }

                @Override
                public Wire open(DestinationSettings settings) {
                    return new Wire() {
                        @Override
                        public WireRequest write(List<ByteBuffer> records) {
                            StringBuilder text = new StringBuilder("records: " + records.size());
                            for (ByteBuffer each : records) {
                                text.append('\\n').append(StandardCharsets.UTF_8.decode(each.duplicate()));
                            }
                            byte[] body = text.toString().getBytes(StandardCharsets.UTF_8);
                            return WireRequest.post("/counted", "text/plain", body);
                        }

                        @Override
                        public Verdict read(WireAnswer answer, List<ByteBuffer> records) {
                            return Answers.byStatus(answer);
                        }
                    };
                }
            }
            """;

    @TempDir
    private Path folder;

    private HttpServer collector;
    private final List<String> requests = new CopyOnWriteArrayList<>();

    @BeforeEach
    void collector_and_jar() throws Exception {
        collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + "\n" + body);
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        collector.start();
        Files.writeString(folder.resolve("caretrail.yaml"), """
                settings:
                  - destinations:
                      http: { url: "http://localhost:%d", format: counted }
                state: state
                """.formatted(
                        collector.getAddress().getPort()));
        jar();
    }

    @AfterEach
    void end() {
        collector.stop(0);
    }

    private void jar() throws Exception {
        Path source = Files.createDirectories(folder.resolve("src/org/example")).resolve("CountedFormat.java");
        Files.writeString(source, SOURCE);
        Path services = Files.createDirectories(folder.resolve("classes/META-INF/services"));
        Files.writeString(services.resolve(WireFormat.class.getName()), "org.example.CountedFormat\n");
        Path core = Path.of(WireFormat.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        OperatorsJvm tools = OperatorsJvm.in(folder);
        Ended compiled = tools.tool("javac", "-cp", core.toString(), "-d", "classes", source.toString());
        assertEquals(0, compiled.status(), compiled.errors());
        Files.createDirectory(folder.resolve("lib"));
        Ended packed =
                tools.tool("jar", "--create", "--file", "lib" + File.separator + "counted.jar", "-C", "classes", ".");
        assertEquals(0, packed.status(), packed.errors());
    }

    @Test
    void records_go_out_in_the_format_of_a_jar_in_the_folder_lib() throws Exception {
        try (RunningJvm server = OperatorsJvm.in(folder)
                .option("-Dcaretrail.lib=lib")
                .agent("caretrail.yaml")
                .start(TinyServer.class)) {
            TestClient.of(server, folder).get("/Patient/1");
            Ended ended = server.terminate();
            assertFalse(ended.errors().contains("cannot"), ended.errors());
        }
        String all = String.join("\n", requests);
        assertTrue(requests.get(0).startsWith("POST /counted\nrecords: "), all);
        assertTrue(all.contains("\"resultType\":\"Started\""), all);
        assertTrue(all.contains("\"resultType\":\"Succeeded\",\"resultSignature\":200"), all);
    }

    @Test
    void check_knows_the_format_with_the_folder_and_not_without() throws Exception {
        Ended with = OperatorsJvm.in(folder).environment("CARETRAIL_LIB", "lib").commandLine("check", "caretrail.yaml");
        assertEquals(0, with.status(), with.errors());
        assertTrue(requests.get(0).startsWith("OPTIONS "), requests::toString);

        Ended without = OperatorsJvm.in(folder).commandLine("check", "caretrail.yaml");
        assertEquals(1, without.status());
        assertTrue(without.errors().contains("http.format \"counted\": is not one of the choices"), without.errors());
    }

    @Test
    void folder_that_is_not_there_and_jar_that_is_none_stop_the_start() throws Exception {
        Ended missing = OperatorsJvm.in(folder)
                .option("-Dcaretrail.lib=libs")
                .agent("caretrail.yaml")
                .run(TinyServer.class);
        assertEquals(1, missing.status());
        assertTrue(
                missing.errors()
                        .startsWith("Caretrail: caretrail.lib \""
                                + folder.toRealPath().resolve("libs")
                                + "\": is no folder that can be read; name the folder that your jars are in\n"),
                missing.errors());

        Files.writeString(folder.resolve("lib/broken.jar"), "no jar");
        Ended broken = OperatorsJvm.in(folder).option("-Dcaretrail.lib=lib").commandLine("check", "caretrail.yaml");
        assertEquals(1, broken.status());
        assertTrue(broken.errors().startsWith("Caretrail: caretrail.lib: the jar "), broken.errors());
        assertFalse(broken.errors().contains("\tat "), broken.errors());
    }
}
