package io.caretrail.agent.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Laws 5 and 3 on one server of each other family; {@link HookFailureIT} breaks those of Tomcat in more ways. */
class HookFailureElsewhereIT {

    private static final Jdk JDK = Jdk.wanted().get(0);

    @TempDir
    Path folder;

    static Stream<Server> servers() {
        List<Class<? extends Server>> families =
                List.of(Jetty9.class, Jetty12.class, Undertow.class, OpenLiberty.class, GlassFish.class);
        return families.stream()
                .flatMap(family ->
                        Servers.wanted().stream().filter(family::isInstance).limit(1));
    }

    @ParameterizedTest
    @MethodSource("servers")
    void no_answer_changes_when_every_hook_throws_and_the_trail_says_so(Server server) throws IOException {
        Run plain = Run.play(server, JDK, folder.resolve("plain"), Doors.NONE, Set.of());
        // Nobody waits for records that do not come.
        Run run = Run.play(
                server,
                JDK,
                folder.resolve("broken"),
                Doors.AGENT,
                plain.asked(),
                "%s -Dcaretrail.test.hookFailure=all");
        assertEquals("", String.join("\n  ", run.answeredUnlike(plain, SharedByRuns::of)));
        assertEquals(List.of(), run.trail().exchanges());
        int owed = run.played().stream()
                .mapToInt(played -> played.owed(server.differences(), Set.of()))
                .sum();
        assertTrue(
                run.trail().missing() >= 2L * owed, () -> run.trail().missing() + " told, of " + owed + " exchanges");
        assertTrue(run.trail().reasons().contains("hook"), run.trail()::reasons);
    }
}
