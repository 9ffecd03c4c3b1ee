package io.caretrail.agent.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A Tomcat from 10.1 or a Jetty 12, configured so that each request has a virtual thread. Needs Java 21.
 *
 * @param server with threads of a pool
 */
record VirtualThreads(Server server) implements Server {

    private static final String SERVICE = "<Service name=\"Catalina\">";
    private static final String EXECUTOR =
            "<Executor name=\"virtual\" className=\"org.apache.catalina.core.StandardVirtualThreadExecutor\"/>";
    private static final String CONNECTOR = "<Connector port=\"0\"";

    @Override
    public void prepare(Path base) throws IOException {
        server.prepare(base);
        if (!(server instanceof Tomcat)) {
            Files.writeString(
                    base.resolve("start.ini"), "--module=threadpool-virtual\n", UTF_8, StandardOpenOption.APPEND);
            return;
        }
        Path file = base.resolve("conf/server.xml");
        Files.writeString(
                file,
                Files.readString(file)
                        .replace(SERVICE, SERVICE + EXECUTOR)
                        .replace(CONNECTOR, CONNECTOR + " executor=\"virtual\""));
    }

    @Override
    public boolean jakarta() {
        return server.jakarta();
    }

    @Override
    public Path place(Path base, String name) {
        return server.place(base, name);
    }

    @Override
    public ProcessBuilder command(Jdk jdk, Path base, String options) throws IOException {
        return server.command(jdk, base, options);
    }

    @Override
    public boolean hasStarted(String output) {
        return server.hasStarted(output);
    }

    @Override
    public int port(String output) throws IOException {
        return server.port(output);
    }

    @Override
    public Differences differences() {
        return server.differences();
    }

    @Override
    public Sight agentSight() {
        return server.agentSight();
    }

    @Override
    public Sight filterSight() {
        return server.filterSight();
    }

    @Override
    public String toString() {
        return server + " with virtual threads";
    }
}
