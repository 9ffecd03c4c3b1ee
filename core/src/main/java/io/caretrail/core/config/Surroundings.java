package io.caretrail.core.config;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a configuration can see of the process it is read in. Immutable and thread-safe; a snapshot, so that a reload sees
 * the same overrides as the start.
 *
 * @param systemProperties all of them; only those that begin with {@code caretrail.} count
 * @param environment all of it; names that begin with {@code CARETRAIL_} are overrides, {@code ${env:NAME}} sees every one
 * @param workingFolder absolute; relative paths start here
 * @param hostName for the defaults of {@code location} and {@code resourceId}
 * @param contextPath the servlet context's path as the container says it, empty for the root context; null where there is
 *     no context (the agent, the command-line tool): {@code ${contextPath}} is then replaced by nothing, with a warning
 */
public record Surroundings(
        Map<String, String> systemProperties,
        Map<String, String> environment,
        Path workingFolder,
        String hostName,
        @Nullable String contextPath) {

    public Surroundings {
        systemProperties = Map.copyOf(systemProperties);
        environment = Map.copyOf(environment);
    }

    /** The surroundings of this process as they are now, without context path. */
    public static Surroundings ofThisProcess() {
        Map<String, String> properties = System.getProperties().stringPropertyNames().stream()
                .collect(Collectors.toMap(name -> name, name -> System.getProperty(name, "")));
        Map<String, String> environment = System.getenv();
        return new Surroundings(
                properties, environment, Path.of("").toAbsolutePath(), hostName(environment, HOST_NAME_FILE), null);
    }

    /** The same for one servlet context; empty for the root context. */
    public Surroundings withContextPath(String path) {
        return new Surroundings(systemProperties, environment, workingFolder, hostName, path);
    }

    private static final Path HOST_NAME_FILE = Path.of("/etc/hostname");

    /** The name server comes last: where it does not answer, asking it holds up the server's start for seconds. */
    static String hostName(Map<String, String> environment, Path file) {
        for (String variable : new String[] {"HOSTNAME", "COMPUTERNAME"}) {
            String name = environment.getOrDefault(variable, "").strip();
            if (!name.isEmpty()) {
                return name;
            }
        }
        String name = firstLine(file);
        return name.isEmpty() ? addressName() : name;
    }

    private static String firstLine(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8)
                    .strip()
                    .lines()
                    .findFirst()
                    .orElse("");
        } catch (IOException absentOnManySystems) {
            return "";
        }
    }

    private static String addressName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException nameless) {
            return "localhost";
        }
    }
}
