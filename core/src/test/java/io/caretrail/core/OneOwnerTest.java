package io.caretrail.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caretrail.core.destination.ChildJvm;
import io.caretrail.core.door.SentRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fault 15: two that want one state folder. */
class OneOwnerTest {

    @TempDir
    Path folder;

    private Path configuration(String file) throws IOException {
        return Files.writeString(folder.resolve(file + ".yaml"), """
                settings:
                  - name: archive
                    destinations:
                      file: { path: %s }
                state: %s
                """.formatted(
                        folder.resolve(file + ".ndjson"), folder.resolve("state")));
    }

    private static void ask(Caretrail caretrail, String id) {
        caretrail
                .begin(SentRequest.from("192.0.2.7")
                        .asking("GET", "/fhir/Patient/1", null)
                        .with("X-Request-Id", id))
                .complete(new AuditedProcess.Answered(200));
    }

    @Test
    void second_process_says_who_holds_the_state_and_the_first_goes_on() throws Exception {
        Caretrail first = AuditedProcess.start(configuration("first").toString());
        try {
            ask(first, "before");
            ChildJvm second = ChildJvm.start(
                    folder,
                    List.of(),
                    AuditedProcess.class,
                    configuration("second").toString(),
                    "1",
                    "1");
            assertEquals(1, second.await(), second::said);
            String pid = String.valueOf(ProcessHandle.current().pid());
            assertTrue(second.said().contains(pid), second::said);
            assertTrue(second.said().contains(folder.resolve("state").toString()), second::said);
            ask(first, "after");
        } finally {
            first.stop();
        }
        Oracle oracle = new Oracle();
        oracle.asked.addAll(List.of("before", "after"));
        oracle.begun.addAll(oracle.asked);
        oracle.trail(folder.resolve("first.ndjson"));
        oracle.assertEveryExchangeWhole();
    }

    @Test
    void second_in_the_same_process_is_refused_until_the_first_has_gone() throws Exception {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        String configuration = configuration("one").toString();
        Caretrail first = AuditedProcess.start(configuration);
        IOException refused = Assertions.assertThrows(IOException.class, () -> AuditedProcess.start(configuration));
        assertTrue(refused.getMessage().contains("state"), refused::getMessage);
        first.stop();
        Caretrail next = AuditedProcess.start(configuration);
        ask(next, "next");
        next.stop();
        assertEquals(
                List.of(),
                Thread.getAllStackTraces().keySet().stream()
                        .filter(thread -> thread.getName().startsWith("caretrail-") && !before.contains(thread))
                        .toList());
    }
}
