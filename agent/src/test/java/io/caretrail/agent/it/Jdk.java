package io.caretrail.agent.it;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A Java installation a server runs on.
 *
 * @param feature 17, 25, …
 * @param home its JAVA_HOME
 */
record Jdk(int feature, Path home) {

    private static final Path INSTALLATIONS = Path.of("/usr/lib/jvm");

    /**
     * Those asked for by {@code -Djdks=17,25}. Each is looked for in the system property
     * {@code caretrail.jdk.N}, the environment's {@code JAVA_N_HOME}, {@code java.home}, and under /usr/lib/jvm.
     *
     * @throws IllegalStateException naming the one that is nowhere, and what to do
     */
    static List<Jdk> wanted() {
        return Arrays.stream(System.getProperty("caretrail.jdks", "17,25").split(",", -1))
                .map(String::strip)
                .map(Integer::valueOf)
                .map(Jdk::find)
                .toList();
    }

    private static Jdk find(int feature) {
        List<Path> candidates = new ArrayList<>();
        addIfGiven(candidates, System.getProperty("caretrail.jdk." + feature));
        addIfGiven(candidates, System.getenv("JAVA_" + feature + "_HOME"));
        addIfGiven(candidates, System.getProperty("java.home"));
        candidates.addAll(installed());
        return candidates.stream()
                .filter(home -> feature(home) == feature)
                .findFirst()
                .map(home -> new Jdk(feature, home))
                .orElseThrow(() -> new IllegalStateException("no JDK " + feature + " found in " + candidates
                        + ": install one, name it with -Dcaretrail.jdk." + feature + "=/path or JAVA_" + feature
                        + "_HOME, or leave it out with -Djdks=17"));
    }

    private static void addIfGiven(List<Path> candidates, @Nullable String home) {
        if (home != null && !home.isEmpty()) {
            candidates.add(Path.of(home));
        }
    }

    private static List<Path> installed() {
        if (!Files.isDirectory(INSTALLATIONS)) {
            return List.of();
        }
        try (Stream<Path> homes = Files.list(INSTALLATIONS)) {
            return homes.sorted().toList();
        } catch (IOException e) {
            throw new IllegalStateException("cannot list " + INSTALLATIONS + " for JDKs: " + e, e);
        }
    }

    /** The feature version its release file names; 0 when it has none that can be read. */
    private static int feature(Path home) {
        Path release = home.resolve("release");
        if (!Files.isRegularFile(release) || !Files.isExecutable(home.resolve("bin/java"))) {
            return 0;
        }
        Properties properties = new Properties();
        try (InputStream in = Files.newInputStream(release)) {
            properties.load(in);
        } catch (IOException e) {
            return 0;
        }
        String version = properties.getProperty("JAVA_VERSION", "0").replace("\"", "");
        return Integer.parseInt(version.replaceFirst("[.+-].*", ""));
    }

    @Override
    public String toString() {
        return "JDK " + feature;
    }
}
