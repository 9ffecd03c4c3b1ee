package io.caretrail.agent.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Somebody else's agent in the same JVM.
 *
 * @param name as its makers call it
 * @param options for the JVM: the agent, and that it keeps what it finds to itself
 */
record OtherAgent(String name, String options) {

    static OtherAgent openTelemetry() {
        return new OtherAgent(
                "OpenTelemetry",
                "-javaagent:" + Unpacked.home("it/agents", "opentelemetry-javaagent.jar")
                        + "/opentelemetry-javaagent.jar -Dotel.traces.exporter=logging -Dotel.metrics.exporter=none"
                        + " -Dotel.logs.exporter=none");
    }

    static OtherAgent elasticApm() {
        return new OtherAgent(
                "Elastic APM",
                "-javaagent:" + Unpacked.home("it/agents", "elastic-apm-agent.jar")
                        + "/elastic-apm-agent.jar -Delastic.apm.disable_send=true -Delastic.apm.central_config=false"
                        + " -Delastic.apm.cloud_provider=NONE -Delastic.apm.log_level=WARN");
    }

    static Tomcat tomcat() {
        return Tomcat.all().stream()
                .filter(each -> each.version().startsWith("10."))
                .findFirst()
                .orElseThrow();
    }

    /** Every case on Tomcat 10.1 with this agent and no other. */
    Run alone(Path folder) throws IOException {
        return play(folder, Doors.NONE, options);
    }

    /** The same with Caretrail's agent behind it on the command line, or before it. */
    Run withCaretrail(Path folder, boolean first) throws IOException {
        return play(folder, Doors.AGENT, together(first, "%s"));
    }

    String together(boolean first, String caretrail) {
        return first ? options + " " + caretrail : caretrail + " " + options;
    }

    private static Run play(Path folder, Doors doors, String options) throws IOException {
        Path here = Files.createTempDirectory(folder, "run").resolve("it");
        return Run.play(tomcat(), Jdk.wanted().get(0), here, doors, Set.of(), options);
    }

    /** What is wrong with a trail that was written beside it; empty when nothing is. */
    static List<String> recorded(Run together) {
        Audit audit = new Audit(together);
        List<String> problems = new ArrayList<>(audit.unexpectedAnswers());
        problems.addAll(audit.missingOrDoubled());
        problems.addAll(audit.unasked());
        problems.addAll(audit.wrongResults());
        problems.addAll(audit.wrongAttributes());
        together.trail().own().stream()
                .filter(record -> record.path("operationName").asString("").equals("Caretrail.Gap"))
                .forEach(gap -> problems.add(gap.toString()));
        return problems;
    }
}
