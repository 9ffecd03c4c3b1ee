package io.caretrail.core.spool;

import static io.caretrail.core.spool.TestEntries.QUOTA;
import static io.caretrail.core.spool.TestEntries.STEP;
import static io.caretrail.core.spool.TestEntries.drain;
import static io.caretrail.core.spool.TestEntries.entries;
import static io.caretrail.core.spool.TestEntries.segments;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.io.TempDirFactory;

/** A spool of three segments, to be damaged and opened again. */
abstract class DamagedSpool {

    static final long SMALL_SEGMENT = 700;
    static final int ENTRIES = 22;
    static final int DELIVERED = 2;

    /** Thousands of spools are made; where there is memory for files they are made there. */
    @TempDir(factory = InMemory.class)
    Path folder;

    static final class InMemory implements TempDirFactory {
        static final Path MEMORY = Path.of("/dev/shm");

        @Override
        public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext test) throws IOException {
            return Files.isWritable(MEMORY)
                    ? Files.createTempDirectory(MEMORY, "caretrail")
                    : Files.createTempDirectory("caretrail");
        }
    }

    List<Path> files;
    List<byte[]> whole;
    byte[] cursor;

    @BeforeEach
    void three_segments() throws IOException {
        try (Spool spool = open()) {
            for (int n = 1; n <= ENTRIES; n += 2) {
                spool.append(entries(n, n + 1));
            }
            drain(spool);
            spool.delivered(1 * STEP);
            spool.delivered(DELIVERED * STEP);
        }
        files = segments(folder);
        assertEquals(3, files.size());
        whole = new ArrayList<>();
        for (Path file : files) {
            whole.add(Files.readAllBytes(file));
        }
        cursor = Files.readAllBytes(cursorFile());
    }

    Path cursorFile() {
        return folder.resolve(CursorFile.NAME);
    }

    Spool open() throws IOException {
        return Spool.open(folder, QUOTA, SMALL_SEGMENT);
    }

    void restore() throws IOException {
        for (Path file : segments(folder)) {
            Files.delete(file);
        }
        for (int i = 0; i < files.size(); i++) {
            Files.write(files.get(i), whole.get(i));
        }
        Files.write(cursorFile(), cursor);
    }

    static byte[] flipped(byte[] bytes, int at) {
        byte[] damaged = bytes.clone();
        damaged[at] ^= (byte) (1 << (at % 8));
        return damaged;
    }

    static byte[] zeroed(byte[] bytes, int from, int length) {
        byte[] damaged = bytes.clone();
        Arrays.fill(damaged, from, Math.min(bytes.length, from + length), (byte) 0);
        return damaged;
    }

    /** Which entries, by n, lie in the bytes of a segment from one offset to another. */
    List<Long> touched(int segment, int from, int to) {
        List<Long> all = new ArrayList<>();
        ByteBuffer bytes = ByteBuffer.wrap(whole.get(segment));
        for (int at = 0; at < bytes.limit(); ) {
            int size = Frame.sizeAt(bytes, at, at);
            if (at < to && at + size > from) {
                all.add(bytes.getLong(at + 20) / STEP);
            }
            at += size;
        }
        return all;
    }
}
