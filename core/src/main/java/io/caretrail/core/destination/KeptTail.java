package io.caretrail.core.destination;

import io.caretrail.core.destination.FileNames.Rolled;
import io.caretrail.core.destination.FileNames.Stage;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The last records of a trail in files, over a roll too. Holds more than what a process can write between two notes of how
 * far it is: a batch, or what comes in the second between two syncs.
 */
final class KeptTail implements Predicate<ByteBuffer> {

    /** In bytes. */
    private static final int WINDOW = 8 * 1024 * 1024;

    private final Set<ByteBuffer> records = new HashSet<>();

    private KeptTail() {}

    static KeptTail of(Path active, FileNames names) throws IOException {
        KeptTail tail = new KeptTail();
        List<Path> newestFirst = new ArrayList<>();
        for (Rolled rolled : names.rolled()) {
            if (rolled.stage() == Stage.PLAIN) {
                newestFirst.add(rolled.path());
            }
        }
        newestFirst.add(active);
        Collections.reverse(newestFirst);
        long left = WINDOW;
        for (Path file : newestFirst) {
            left -= left > 0 && Files.isRegularFile(file) ? tail.read(file, (int) left) : 0;
        }
        return tail;
    }

    /** Returns how many bytes were read. */
    private int read(Path path, int most) throws IOException {
        byte[] end;
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            long length = file.length();
            end = new byte[(int) Math.min(length, most)];
            file.seek(length - end.length);
            file.readFully(end);
        } catch (FileNotFoundException | NoSuchFileException compressedMeanwhile) {
            return 0;
        }
        int from = 0;
        for (int at = 0; at < end.length; at++) {
            if (end[at] == '\n') {
                records.add(ByteBuffer.wrap(end, from, at - from).slice());
                from = at + 1;
            }
        }
        return end.length;
    }

    @Override
    public boolean test(ByteBuffer record) {
        return records.contains(record);
    }
}
