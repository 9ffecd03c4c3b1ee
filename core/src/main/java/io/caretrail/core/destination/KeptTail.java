package io.caretrail.core.destination;

import io.caretrail.core.destination.FileNames.Rolled;
import io.caretrail.core.destination.FileNames.Stage;
import java.io.EOFException;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * The last records of a trail in files, over a roll too. Holds more than what a process can write between two notes of how
 * far it is: a batch, or what comes in the second between two syncs.
 *
 * <p>A record is known by its recordId, a line without one as a whole: the configuration may have changed since, and with it
 * how the same record is written.
 */
final class KeptTail implements Predicate<ByteBuffer> {

    /** In bytes. */
    private static final long WINDOW = 8 * 1024 * 1024;

    private static final int BLOCK = 64 * 1024;

    /** From the second letter on: schemas write it as {@code recordId} and as {@code RecordId}. */
    private static final byte[] RECORD_ID = "ecordId\":\"".getBytes(StandardCharsets.US_ASCII);

    /** What stands in front of it is a time; no text of a request does. */
    private static final int LAST_PLACE = 64;

    private final Set<ByteBuffer> records = new HashSet<>();

    private KeptTail() {}

    static KeptTail of(Path active, FileNames names) throws IOException {
        KeptTail tail = new KeptTail();
        List<Path> newestFirst = new ArrayList<>();
        for (Rolled rolled : names.rolled()) {
            if (rolled.stage() != Stage.PART) {
                newestFirst.add(rolled.path());
            }
        }
        newestFirst.add(active);
        Collections.reverse(newestFirst);
        long left = WINDOW;
        for (Path file : newestFirst) {
            left -= left > 0 && Files.isRegularFile(file) ? tail.read(file, left) : 0;
        }
        return tail;
    }

    /** Returns how many bytes were read. */
    private long read(Path path, long most) throws IOException {
        try (InputStream plain = new FileInputStream(path.toFile())) {
            boolean compressed = path.toString().endsWith(".gz");
            if (!compressed) {
                plain.skipNBytes(Math.max(0, Files.size(path) - most));
            }
            byte[] end = end(compressed ? new GZIPInputStream(plain, BLOCK) : plain, most);
            addLines(end);
            return end.length;
        } catch (FileNotFoundException | NoSuchFileException compressedMeanwhile) {
            return 0;
        } catch (ZipException | EOFException damaged) {
            // Not this one's business, and what it held was compressed long before the process died.
            return 0;
        }
    }

    /** The last blocks of a stream. */
    private static byte[] end(InputStream in, long most) throws IOException {
        Deque<byte[]> blocks = new ArrayDeque<>();
        long length = 0;
        for (byte[] block = in.readNBytes(BLOCK); block.length > 0; block = in.readNBytes(BLOCK)) {
            blocks.add(block);
            length += block.length;
            while (length - blocks.getFirst().length >= most) {
                length -= blocks.removeFirst().length;
            }
        }
        ByteBuffer end = ByteBuffer.allocate((int) length);
        blocks.forEach(end::put);
        return end.array();
    }

    private void addLines(byte[] lines) {
        int from = 0;
        for (int at = 0; at < lines.length; at++) {
            if (lines[at] == '\n') {
                records.add(known(ByteBuffer.wrap(lines, from, at - from).slice()));
                from = at + 1;
            }
        }
    }

    @Override
    public boolean test(ByteBuffer record) {
        return records.contains(known(record.slice()));
    }

    /** The recordId in a line, else the line. */
    private static ByteBuffer known(ByteBuffer line) {
        for (int at = 0; at < Math.min(LAST_PLACE, line.limit() - RECORD_ID.length); at++) {
            int from = at + RECORD_ID.length;
            if (line.slice(at, RECORD_ID.length).equals(ByteBuffer.wrap(RECORD_ID))) {
                int end = from;
                while (end < line.limit() && line.get(end) != '"') {
                    end++;
                }
                return line.slice(from, end - from);
            }
        }
        return line;
    }
}
