package io.caretrail.core.destination;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caretrail.core.seal.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trails whose files someone else moves, empties or writes into. */
class SealMovedFileTest {

    private static final int LINE = SealedTrail.record(0).remaining() + 1;

    @TempDir
    Path folder;

    private SealedTrail trail;

    @BeforeEach
    void trail() throws IOException {
        trail = new SealedTrail(folder.resolve("trail"), folder.resolve("keys"));
    }

    private String statements() throws IOException {
        return String.join("\n", trail.verify().trails().get(0).statements());
    }

    private String said() {
        try {
            return trail.verify().toString();
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Test
    void file_moved_by_logrotate_is_known_again_under_its_new_name() throws Exception {
        try (FileDestination file = trail.open()) {
            trail.write(file, 5);
            file.tend();
            trail.write(file, 2);
            Files.move(trail.active, trail.folder.resolve("audit.ndjson.1"));
            trail.write(file, 3);
        }
        trail.assertIntact();
        assertEquals(10, trail.verify().trails().get(0).records());
        assertTrue(statements().contains("moved away"), this::said);

        Files.delete(trail.folder.resolve("audit.ndjson.1"));
        Verdict without = trail.verify();
        assertFalse(without.isIntact());
        assertTrue(without.first().what().contains("7 records"), without::toString);
    }

    @Test
    void file_emptied_by_logrotate_with_copytruncate_is_known_again_as_its_copy() throws Exception {
        try (FileDestination file = trail.open()) {
            trail.write(file, 5);
            Files.copy(trail.active, trail.folder.resolve("audit.ndjson.1"));
            Files.write(trail.active, new byte[0]);
            file.tend();
            trail.write(file, 3);
        }
        trail.assertIntact();
        assertEquals(8, trail.verify().trails().get(0).records());
    }

    @Test
    void lines_that_someone_else_writes_into_an_open_trail_are_named() throws Exception {
        try (FileDestination file = trail.open()) {
            trail.write(file, 2);
            Files.writeString(trail.active, "{\"forged\":1}\n", StandardOpenOption.APPEND);
            trail.write(file, 2);
        }
        Verdict verdict = trail.verify();
        assertFalse(verdict.isIntact());
        assertEquals(3, verdict.first().line(), verdict::toString);
        assertEquals(2L * LINE, verdict.first().offset(), verdict::toString);
    }
}
