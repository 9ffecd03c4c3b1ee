package io.caretrail.core.handoff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateProbeTest {

    @TempDir
    Path folder;

    @Test
    void folder_that_a_server_holds_is_ready_and_is_left_to_it() throws IOException {
        Path state = folder.resolve("state");
        try (StateFolder held = StateFolder.open(state, "a test", message -> {})) {
            TestRing.open(held.ring(), 64 * 1024).ring().close();
            assertEquals("ready, and holds the hand-off of a server", StateProbe.check(state, Long.MAX_VALUE));
            assertThrows(IOException.class, () -> StateFolder.open(state, "another", message -> {}));
        }
        try (Stream<Path> left = Files.list(state)) {
            assertEquals(2, left.count());
        }
    }

    @Test
    void disk_that_is_too_small_for_the_hand_off_is_said() {
        String message = assertThrows(
                        IOException.class, () -> StateProbe.check(folder.resolve("state"), Long.MAX_VALUE))
                .getMessage();
        assertTrue(
                message.matches("state \"" + folder + "/state\": has room for \\d+ bytes, and the hand-off takes "
                        + Long.MAX_VALUE + "; free space there, lower handOff.size, .*"),
                message);
    }
}
