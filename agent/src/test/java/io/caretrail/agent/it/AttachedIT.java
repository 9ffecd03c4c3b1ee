package io.caretrail.agent.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Every case with the agent attached to a Tomcat that runs: recorded as with {@code -javaagent}. */
@ParameterizedClass(name = "{0}")
@MethodSource("jdks")
class AttachedIT {

    @TempDir
    static Path folder;

    private static Audit audit;

    private final Jdk jdk;

    AttachedIT(Jdk each) {
        jdk = each;
    }

    static List<Jdk> jdks() {
        return Jdk.wanted();
    }

    @BeforeParameterizedClassInvocation
    static void play(Jdk jdk) throws IOException {
        Tomcat tomcat = Tomcat.all().stream()
                .filter(each -> each.version().startsWith("10."))
                .findFirst()
                .orElseThrow();
        Path here = Files.createTempDirectory(folder, "run");
        audit = new Audit(Run.play(tomcat, jdk, here.resolve("attached"), Doors.ATTACHED, Set.of()));
    }

    @Test
    void every_request_leaves_one_started_and_one_final_record_and_nothing_else_does() {
        none(audit.missingOrDoubled());
        none(audit.unasked());
    }

    @Test
    void records_say_who_asked_for_what_and_how_it_ended() {
        none(audit.unexpectedAnswers());
        none(audit.wrongResults());
        none(audit.wrongAttributes());
    }

    private void none(List<String> problems) {
        assertEquals(0, problems.size(), () -> jdk + ":\n  " + String.join("\n  ", problems));
    }
}
