package io.caretrail.filter.war;

import io.caretrail.filter.war.probe.LineServlet;
import io.caretrail.filter.war.probe.LoggingServlet;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A web application with the filter's jar in it, laid out in a folder. */
final class War {

    /** What the build has copied for these tests; see pom.xml. */
    static final Path LIBRARIES = Path.of("target/it").toAbsolutePath();

    private static final Path FILTER = Path.of("target/caretrail-filter.jar").toAbsolutePath();
    private static final List<String> SERVLETS = Stream.of(LoggingServlet.class, LineServlet.class)
            .map(type -> type.getName().replace('.', '/') + ".class")
            .toList();

    private final Path folder;

    /** Makes one that has the jar and a page, {@code index.html}, and nothing else. */
    War(Path folder) throws IOException {
        this.folder = folder;
        library(FILTER);
        file("index.html", "hello");
    }

    /** Adds a web.xml with the path of its configuration. */
    War configuredBy(Path configuration) throws IOException {
        return file("WEB-INF/web.xml", """
                <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="5.0">
                  <context-param>
                    <param-name>caretrail.config</param-name>
                    <param-value>%s</param-value>
                  </context-param>
                </web-app>
                """.formatted(configuration));
    }

    /** Adds SLF4J and Logback as they lie in a folder of {@link #LIBRARIES}, and the servlets that log. */
    War logging(String libraries) throws IOException {
        try (Stream<Path> jars = Files.list(LIBRARIES.resolve(libraries))) {
            for (Path jar : jars.toList()) {
                library(jar);
            }
        }
        for (String servlet : SERVLETS) {
            Path target = folder.resolve("WEB-INF/classes").resolve(servlet);
            Files.createDirectories(target.getParent());
            try (InputStream in = War.class.getClassLoader().getResourceAsStream(servlet)) {
                Files.copy(in, target);
            }
        }
        return file("WEB-INF/classes/logback.xml", """
                <configuration>
                  <appender name="console" class="ch.qos.logback.core.ConsoleAppender">
                    <encoder><pattern>%level [%X{correlationId}] %logger: %msg%n</pattern></encoder>
                  </appender>
                  <root level="INFO"><appender-ref ref="console"/></root>
                </configuration>
                """);
    }

    /** Has the servlets' lines go to the appender of the filter's jar, beside the console. */
    War diagnostic() throws IOException {
        return file("WEB-INF/classes/logback.xml", """
                <configuration>
                  <appender name="console" class="ch.qos.logback.core.ConsoleAppender">
                    <encoder><pattern>%level %logger: %msg%n</pattern></encoder>
                  </appender>
                  <appender name="caretrail" class="io.caretrail.filter.DiagnosticAppender"/>
                  <root level="INFO">
                    <appender-ref ref="console"/>
                    <appender-ref ref="caretrail"/>
                  </root>
                </configuration>
                """);
    }

    private War file(String name, String content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
        return this;
    }

    private void library(Path jar) throws IOException {
        Path libraries = Files.createDirectories(folder.resolve("WEB-INF/lib"));
        Files.copy(jar, libraries.resolve(jar.getFileName()));
    }
}
