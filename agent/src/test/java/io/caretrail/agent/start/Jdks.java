package io.caretrail.agent.start;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

/** The JDKs to test with: the running one, and a JDK 25 that is installed beside it. */
final class Jdks {

    private static final String NEWEST = "25";

    private Jdks() {}

    static Path running() {
        return Path.of(System.getProperty("java.home"));
    }

    static List<Path> all() throws IOException {
        try (Stream<Path> beside = Files.list(running().toRealPath().getParent())) {
            return Stream.concat(
                            Stream.of(running()),
                            beside.filter(home -> feature(home).equals(NEWEST)
                                            && !feature(running()).equals(NEWEST))
                                    .limit(1))
                    .toList();
        }
    }

    /** Such as {@code 17}; empty for a folder that is no JDK. */
    private static String feature(Path home) {
        Path release = home.resolve("release");
        if (!Files.isRegularFile(release)) {
            return "";
        }
        Properties properties = new Properties();
        try (InputStream in = Files.newInputStream(release)) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("JAVA_VERSION", "").replace("\"", "").replaceFirst("[.+-].*", "");
    }
}
