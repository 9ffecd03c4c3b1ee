package io.caretrail.core.http;

import static io.caretrail.core.http.Collecting.records;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caretrail.core.destination.Destination;
import java.io.IOException;
import java.io.InputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Elasticsearch 6 and OpenSearch 3 as they are: {@code -Dservers=all}. */
@Tag("all-servers")
class RealCollectorsIT {

    private static final int RECORDS = 5_000;
    private static final int BATCH = 500;

    @TempDir
    Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private Process server;
    private int port;

    @AfterEach
    void stop() throws InterruptedException {
        server.descendants().forEach(ProcessHandle::destroyForcibly);
        server.destroyForcibly();
        assertTrue(server.waitFor(30, TimeUnit.SECONDS));
    }

    @Test
    void elasticsearch_6_has_each_record_once() throws Exception {
        Path home = unpack(Path.of(System.getProperty("caretrail.elasticsearch.zip")));
        port = freePort(19_201, 19_999);
        Files.writeString(
                home.resolve("config/elasticsearch.yml"),
                "xpack.ml.enabled: false\nxpack.security.enabled: false\ndiscovery.type: single-node\nhttp.port: "
                        + port + "\nnetwork.host: 127.0.0.1\n");
        List<String> command = new ArrayList<>();
        if (System.getProperty("user.name").equals("root")) {
            // It does not run as root.
            run("chown", "-R", "nobody", home.toString());
            run("chmod", "a+rx", folder.toString());
            command.addAll(List.of("setpriv", "--reuid=nobody", "--clear-groups"));
        }
        command.add(home.resolve("bin/elasticsearch").toString());
        start(home, command, Path.of(System.getProperty("java.home")), "-Xms512m -Xmx512m");
        sendsEachOnce("elasticsearch: { index: audit, type: _doc }");
    }

    @Test
    void opensearch_3_has_each_record_once() throws Exception {
        Path java = Jdk.newest();
        // The runner adds the number of the node, and takes no port above 9299.
        port = freePort(9201, 9299);
        start(
                folder,
                List.of(
                        java.resolve("bin/java").toString(),
                        "-Xmx1g",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "org.codelibs.opensearch.runner.OpenSearchRunner",
                        "-basePath",
                        Files.createDirectory(folder.resolve("opensearch")).toString(),
                        "-numOfNode",
                        "1",
                        "-baseHttpPort",
                        Integer.toString(port - 1)),
                java,
                "");
        sendsEachOnce("elasticsearch: { index: audit }");
    }

    private void sendsEachOnce(String keys) throws Exception {
        awaitAnswer();
        Collecting collecting = new Collecting(folder);
        String url = "url: http://127.0.0.1:" + port;
        assertEquals(
                "ready", new HttpDestinationKind().tryOut(collecting.settings(url, "format: elasticsearch", keys)));
        List<ByteBuffer> all = records(RECORDS);
        try (Destination http = collecting.open(url, "format: elasticsearch", "compression: gzip", keys)) {
            for (int from = 0; from < RECORDS; from += BATCH) {
                http.write(all.subList(from, from + BATCH));
            }
            assertEquals(RECORDS, count());
            // As after an answer that got lost.
            http.write(all.subList(0, 2 * BATCH));
            assertEquals(RECORDS, count());
            List<ByteBuffer> poisoned = new ArrayList<>(records(RECORDS + 3).subList(RECORDS, RECORDS + 3));
            poisoned.addAll(records(
                    "{\"time\":\"2026-11-20T09:14:03Z\",\"recordId\":\"poison.1\",\"resultSignature\":\"no number\"}"));
            http.write(poisoned);
            assertEquals(RECORDS + 3, count());
        }
        assertEquals(1, collecting.putAside);
        assertTrue(collecting.quarantine().contains("mapper_parsing_exception"), collecting.quarantine());
        assertTrue(collecting.quarantine().contains("\"recordId\":\"poison.1\""), collecting.quarantine());
    }

    private long count() throws Exception {
        ask("POST", "/audit/_refresh");
        Matcher count = Pattern.compile("\"count\":(\\d+)").matcher(ask("GET", "/audit/_count"));
        assertTrue(count.find());
        return Long.parseLong(count.group(1));
    }

    private String ask(String method, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .method(method, BodyPublishers.noBody())
                .build();
        return client.send(request, BodyHandlers.ofString()).body();
    }

    private void awaitAnswer() throws Exception {
        for (int i = 0; i < 600; i++) {
            try {
                if (ask("GET", "/").contains("version")) {
                    return;
                }
            } catch (IOException notYet) {
                assertTrue(server.isAlive(), this::said);
            }
            Thread.sleep(200);
        }
        throw new AssertionError("does not answer: " + said());
    }

    private String said() {
        try {
            return Files.readString(folder.resolve("server.log"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    private void start(Path home, List<String> command, Path java, String options) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("server.log").toFile());
        builder.environment().put("JAVA_HOME", java.toString());
        builder.environment().put("ES_JAVA_OPTS", options);
        server = builder.start();
    }

    private static void run(String... command) throws Exception {
        assertEquals(0, new ProcessBuilder(command).inheritIO().start().waitFor());
    }

    private static int freePort(int from, int to) throws IOException {
        IOException none = new IOException("no port is free from " + from + " to " + to);
        for (int candidate = from; candidate <= to; candidate++) {
            try (ServerSocket free = new ServerSocket(candidate, 1, InetAddress.getLoopbackAddress())) {
                return free.getLocalPort();
            } catch (BindException taken) {
                none.addSuppressed(taken);
            }
        }
        throw none;
    }

    /** Without its machine learning, which is most of it and native. */
    private Path unpack(Path zip) throws IOException {
        Path home = folder.resolve("elasticsearch-6.8.23");
        try (InputStream in = Files.newInputStream(zip);
                ZipInputStream entries = new ZipInputStream(in)) {
            for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                Path file = folder.resolve(entry.getName()).normalize();
                if (entry.isDirectory() || entry.getName().contains("x-pack-ml/platform")) {
                    continue;
                }
                Files.createDirectories(file.getParent());
                Files.copy(entries, file);
                if (file.getParent().endsWith("bin")) {
                    assertTrue(file.toFile().setExecutable(true, false));
                }
            }
        }
        Files.createDirectories(home.resolve("logs"));
        return home;
    }

    /** Where the JDKs of this machine are. */
    private static final class Jdk {

        static Path newest() throws IOException {
            Path[] folders = {
                Path.of("/usr/lib/jvm"),
                Path.of(System.getProperty("java.home")).getParent()
            };
            for (Path jdks : folders) {
                try (Stream<Path> found = Files.list(jdks)) {
                    List<Path> fitting = found.filter(
                                    jdk -> jdk.getFileName().toString().matches(".*(21|25).*"))
                            .filter(jdk -> Files.isExecutable(jdk.resolve("bin/java")))
                            .sorted()
                            .toList();
                    if (!fitting.isEmpty()) {
                        return fitting.get(fitting.size() - 1);
                    }
                }
            }
            throw new IOException("OpenSearch 3 needs JDK 21 or later under /usr/lib/jvm");
        }
    }
}
