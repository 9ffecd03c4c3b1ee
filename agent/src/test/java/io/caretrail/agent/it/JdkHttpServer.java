package io.caretrail.agent.it;

import io.caretrail.agent.jdkserver.ProbeHttpServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The JDK's own server, {@code com.sun.net.httpserver}, with a service of the tests: no servlets and no wars. */
final class JdkHttpServer implements Server {

    private static final Pattern PORT = Pattern.compile("serves on port (\\d+)");

    @Override
    public boolean jakarta() {
        return true;
    }

    @Override
    public void prepare(Path base) {}

    @Override
    public Path place(Path base, String name) {
        throw new UnsupportedOperationException("there are no wars");
    }

    @Override
    public ProcessBuilder command(Jdk jdk, Path base, String options) {
        List<String> command = new ArrayList<>();
        command.add(jdk.home().resolve("bin/java").toString());
        Arrays.stream(options.split(" ", -1))
                .filter(option -> !option.isEmpty())
                .forEach(command::add);
        command.add("-Dsun.net.httpserver.maxReqHeaderSize=8192");
        command.add("-cp");
        command.add(ProbeHttpServer.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath());
        command.add(ProbeHttpServer.class.getName());
        return new ProcessBuilder(command);
    }

    @Override
    public boolean hasStarted(String output) {
        return PORT.matcher(output).find();
    }

    @Override
    public int port(String output) throws IOException {
        Matcher port = PORT.matcher(output);
        if (!port.find()) {
            throw new IOException("no port in " + output);
        }
        return Integer.parseInt(port.group(1));
    }

    @Override
    public Differences differences() {
        return Differences.NONE;
    }

    @Override
    public Sight filterSight() {
        throw new UnsupportedOperationException("there are no filters");
    }

    @Override
    public String toString() {
        return "JDK HttpServer";
    }
}
