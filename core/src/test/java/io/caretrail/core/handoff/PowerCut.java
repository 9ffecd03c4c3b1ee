package io.caretrail.core.handoff;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** For tests of others: what is left of a state folder by a machine that went down. */
public final class PowerCut {

    private PowerCut() {}

    /** Copies a folder in use, as if all of it had reached the disk, and has the ring come from another run of the machine. */
    public static Path of(Path state, Path copy) throws IOException {
        try (Stream<Path> files = Files.walk(state)) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(state.relativize(file)));
            }
        }
        End mark = new End(TestRing.map(copy.resolve("ring")));
        mark.open(mark.position(), Machine.THIS.boot() ^ 1);
        return copy;
    }
}
