package io.caretrail.starter;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The probe application of one Spring Boot, as its own build has compiled it and resolved its libraries.
 *
 * @param version the folder below {@code boots}
 * @param container which of its servers is among the libraries: Tomcat, Jetty, Undertow, Netty; any other word for none
 * @param thin whether the thin artifact and its dependencies are taken, and not the starter
 */
record Boot(String version, String container, boolean thin) {

    static final Boot BOOT_27 = new Boot("2.7", "Tomcat", false);
    static final Boot BOOT_35 = new Boot("3.5", "Tomcat", false);
    static final Boot BOOT_40 = new Boot("4.0", "Tomcat", false);

    private static final Pattern REACTIVE =
            Pattern.compile("spring-boot-starter-(webflux|reactor).*|spring-webflux.*|reactor-.*|netty-.*");

    private static final Pattern TOMCAT =
            Pattern.compile("tomcat-embed-(core|websocket).*|spring-boot-starter-tomcat.*");
    private static final Pattern JETTY = Pattern.compile("jetty-.*|spring-boot-starter-jetty.*");
    private static final Pattern UNDERTOW = Pattern.compile("undertow-.*|spring-boot-starter-undertow.*");

    Path home() {
        return Path.of("boots", version, "target").toAbsolutePath();
    }

    /** The jar with the starter for this Spring Boot. */
    Path starter() {
        return starter(!version.startsWith("2"));
    }

    static Path starter(boolean jakarta) {
        return Path.of(System.getProperty(jakarta ? "caretrail.starter.jar" : "caretrail.starter.javax.jar"));
    }

    /** The application's own libraries, without extras and the other containers. */
    List<Path> libraries() throws IOException {
        try (Stream<Path> files = Files.list(home().resolve("lib"))) {
            return files.filter(file -> belongs(file.getFileName().toString()))
                    .sorted()
                    .toList();
        }
    }

    private boolean belongs(String name) {
        return (thin || !name.startsWith("caretrail-"))
                && !name.startsWith("spring-boot-devtools")
                && !name.startsWith("spring-boot-actuator")
                && (container.equals("Netty") || !REACTIVE.matcher(name).matches())
                && (container.equals("Tomcat") || !TOMCAT.matcher(name).matches())
                && (container.equals("Jetty") || !JETTY.matcher(name).matches())
                && (container.equals("Undertow") || !UNDERTOW.matcher(name).matches());
    }

    /** Libraries that are otherwise left out. */
    List<Path> extras(String beginning) throws IOException {
        try (Stream<Path> files = Files.list(home().resolve("lib"))) {
            return files.filter(file -> file.getFileName().toString().startsWith(beginning))
                    .toList();
        }
    }

    /** The application with the starter, or with the thin artifact among its libraries. */
    ProcessBuilder command(List<String> jvm, String... arguments) throws IOException {
        List<Path> path = new ArrayList<>(libraries());
        if (!thin) {
            path.add(starter());
        }
        return command(home().resolve("classes"), path, jvm, arguments);
    }

    static ProcessBuilder command(Path classes, List<Path> libraries, List<String> jvm, String... arguments) {
        List<String> command = new ArrayList<>(Server.java());
        command.add("-Dserver.port=0");
        command.add("-Dserver.address=127.0.0.1");
        command.addAll(jvm);
        command.add("-cp");
        command.add(Stream.concat(Stream.of(classes), libraries.stream())
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator)));
        command.add("io.caretrail.starter.probe.ProbeApplication");
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command);
    }

    @Override
    public String toString() {
        return "Spring Boot " + version + " on " + container + (thin ? " with the thin artifact" : "");
    }
}
