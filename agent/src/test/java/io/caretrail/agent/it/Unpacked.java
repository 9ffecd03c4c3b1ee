package io.caretrail.agent.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Where the build has unpacked the servers, and what they have in common. */
final class Unpacked {

    private Unpacked() {}

    /** A server's home; IllegalStateException when the build has not put one there. */
    static Path home(String path, String startedBy) {
        Path home = Path.of(property("caretrail.unpacked")).toAbsolutePath().resolve(path);
        if (!Files.isRegularFile(home.resolve(startedBy))) {
            throw new IllegalStateException("no " + startedBy + " in " + home
                    + ": the build unpacks it before the integration tests; run mvn verify");
        }
        return home;
    }

    /** The one folder inside another: its name is the distribution's version. */
    static Path only(String folder, String startedBy) {
        Path outer = Path.of(property("caretrail.unpacked")).toAbsolutePath().resolve(folder);
        if (!Files.isDirectory(outer)) {
            return home(folder, startedBy);
        }
        try (Stream<Path> inside = Files.list(outer)) {
            List<Path> homes = inside.toList();
            if (homes.size() != 1) {
                throw new IllegalStateException(
                        outer + " has " + homes + " and not one server: remove it and build again");
            }
            return home(homes.get(0).toString(), startedBy);
        } catch (IOException e) {
            throw new IllegalStateException("cannot list " + outer + ": " + e, e);
        }
    }

    static String property(String name) {
        String value = System.getProperty(name);
        if (value == null) {
            throw new IllegalStateException(
                    "system property " + name + " is missing: the build sets it; run mvn verify");
        }
        return value;
    }

    /** The first group of a pattern in what a server has printed, as a port. */
    static int port(Pattern pattern, String output) throws IOException {
        Matcher matcher = pattern.matcher(output);
        if (!matcher.find()) {
            throw new IOException("no port in:\n" + output);
        }
        return Integer.parseInt(matcher.group(1));
    }
}
