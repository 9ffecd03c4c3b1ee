package io.caretrail.agent.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Payara Micro, which grew out of GlassFish: one jar, with the domain that it carries. Its data grid is switched off, which
 * would listen on all interfaces.
 *
 * @param version as it names itself
 * @param jar all there is of it
 */
record Payara(String version, Path jar) implements Server {

    private static final Differences DIFFERENCES = GlassFish.DIFFERENCES
            .answering(400, "host-with-nul", "header-with-control-character")
            // Without a web application of its own.
            .answering(404, "no-root")
            .answering(503, "async-timeout-refused");

    /** What an operator gives to {@code --prebootcommandfile}. */
    private static final String COMMANDS = """
            set configs.config.server-config.network-config.network-listeners.network-listener.http-listener.address=127.0.0.1
            set configs.config.server-config.security-service.activate-default-principal-to-role-mapping=true
            set configs.config.server-config.hazelcast-config-specific-configuration.enabled=false
            """;

    private static final Pattern PORT = Pattern.compile("\"Http Port\\(s\\)\": \"(\\d+)\"");

    static Payara unpacked() {
        String version = Unpacked.property("caretrail.payara");
        String name = "payara-micro-" + version + ".jar";
        return new Payara(version, Unpacked.home("payara", name).resolve(name));
    }

    @Override
    public boolean jakarta() {
        return true;
    }

    @Override
    public void prepare(Path base) throws IOException {
        Files.createDirectories(base.resolve("wars"));
        Files.createDirectories(base.resolve("tmp"));
        Files.createDirectories(base.resolve("root/config"));
        Files.writeString(base.resolve("commands.txt"), COMMANDS);
        Files.writeString(base.resolve("root/config/keyfile"), GlassFish.users());
    }

    @Override
    public Path place(Path base, String name) {
        return base.resolve("wars").resolve(name + ".war");
    }

    @Override
    public ProcessBuilder command(Jdk jdk, Path base, String options) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(jdk.home().resolve("bin/java").toString());
        // Where it unpacks itself.
        command.add("-Djava.io.tmpdir=" + base.resolve("tmp"));
        command.addAll(List.of(options.split(" ")).stream()
                .filter(option -> !option.isBlank())
                .toList());
        command.addAll(List.of("-jar", jar.toString(), "--nocluster", "--disablephonehome"));
        command.addAll(List.of("--rootdir", base.resolve("root").toString()));
        command.addAll(List.of("--deploymentdir", base.resolve("wars").toString()));
        command.addAll(
                List.of("--prebootcommandfile", base.resolve("commands.txt").toString()));
        command.addAll(List.of("--port", Integer.toString(GlassFish.freePort())));
        return new ProcessBuilder(command);
    }

    @Override
    public boolean hasStarted(String output) {
        return output.contains(") ready in ");
    }

    @Override
    public int port(String output) throws IOException {
        return Unpacked.port(PORT, output);
    }

    @Override
    public Sight agentSight() {
        return GlassFish.AGENT;
    }

    @Override
    public Differences differences() {
        return DIFFERENCES;
    }

    @Override
    public Sight filterSight() {
        return GlassFish.FILTER;
    }

    @Override
    public String toString() {
        return "Payara Micro " + version;
    }
}
