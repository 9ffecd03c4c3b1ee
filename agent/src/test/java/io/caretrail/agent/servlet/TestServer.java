package io.caretrail.agent.servlet;

import io.caretrail.agent.hook.JavaxClasses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** A server that the agent hooks at servlet level. Its jars are laid out by the build, off the tests' own class path. */
enum TestServer {
    JETTY_9("Jetty 9.4", "jetty9", true),
    JETTY_12("Jetty 12", "jetty12", false),
    UNDERTOW("Undertow", "undertow", false);

    private static final String PROBES = "io/caretrail/agent/servlet/probe";

    private final String title;
    private final String folder;
    private final boolean javax;

    TestServer(String title, String folder, boolean javax) {
        this.title = title;
        this.folder = folder;
        this.javax = javax;
    }

    String title() {
        return title;
    }

    /** Lays the application and the launcher out in a folder, and gives the class path to run them. */
    String classPath(Path classes) throws IOException {
        layOutProbes(classes);
        List<String> jars = jars();
        String path = classes + java.io.File.pathSeparator + String.join(java.io.File.pathSeparator, jars);
        int status = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-proc:none",
                        "-d",
                        classes.toString(),
                        "-cp",
                        path,
                        Path.of("src/test/servers", folder, "Launcher.java").toString());
        if (status != 0) {
            throw new IOException("the launcher of " + title + " does not compile against " + jars);
        }
        return path;
    }

    private List<String> jars() throws IOException {
        try (Stream<Path> jars = Files.list(Path.of("target/it", folder))) {
            return jars.map(Path::toString).sorted().toList();
        }
    }

    private void layOutProbes(Path classes) throws IOException {
        Path target = Files.createDirectories(classes.resolve(PROBES));
        List<Path> compiled = new ArrayList<>();
        try (Stream<Path> found = Files.list(Path.of("target/test-classes", PROBES))) {
            found.forEach(compiled::add);
        }
        for (Path file : compiled) {
            byte[] bytes = Files.readAllBytes(file);
            Files.write(target.resolve(file.getFileName()), javax ? JavaxClasses.of(bytes) : bytes);
        }
    }
}
