package io.caretrail.agent.it;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * An unmodified Tomcat as its project ships it, unpacked by the build.
 *
 * @param home its CATALINA_HOME
 */
record TomcatVersion(String version, Path home) {

    /** Those the build unpacked: {@code caretrail.tomcats}, versions separated by commas, under {@code caretrail.unpacked}. */
    static List<TomcatVersion> all() {
        Path unpacked = Path.of(property("caretrail.unpacked"));
        return Arrays.stream(property("caretrail.tomcats").split(",", -1))
                .map(version -> unpack(unpacked, version))
                .toList();
    }

    private static TomcatVersion unpack(Path unpacked, String version) {
        Path home = unpacked.resolve("tomcat-" + version).resolve("apache-tomcat-" + version);
        if (!Files.isRegularFile(home.resolve("bin/catalina.sh"))) {
            throw new IllegalStateException(
                    "no Tomcat in " + home + ": the build unpacks it before the integration tests; run mvn verify");
        }
        return new TomcatVersion(version, home);
    }

    /** Tomcat 10 moved the servlet API from javax to jakarta. */
    boolean jakarta() {
        return Integer.parseInt(version.substring(0, version.indexOf('.'))) >= 10;
    }

    private static String property(String name) {
        String value = System.getProperty(name);
        if (value == null) {
            throw new IllegalStateException(
                    "system property " + name + " is missing: the build sets it; run mvn verify");
        }
        return value;
    }

    @Override
    public String toString() {
        return "Tomcat " + version;
    }
}
