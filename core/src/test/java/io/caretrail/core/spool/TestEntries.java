package io.caretrail.core.spool;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Entries whose content follows from their position, so that a wrong one is seen. */
final class TestEntries {

    static final long QUOTA = 1024 * 1024;

    /** Positions lie apart as those of the ring do. */
    static final long STEP = 10;

    private TestEntries() {}

    /** The n-th entry, from 1. */
    static Entry entry(long n) {
        String text = "{\"n\":" + n + ",\"filler\":\"" + "x".repeat((int) (n * 7 % 50)) + "\"}";
        return new Entry(n * STEP, (byte) (n % 3), ByteBuffer.wrap(text.getBytes(UTF_8)));
    }

    static List<Entry> entries(long from, long to) {
        return LongStream.rangeClosed(from, to).mapToObj(TestEntries::entry).toList();
    }

    /** All that is handed out now, in words: an entry's n, or what is lost; refuses content that was never appended. */
    static List<String> drain(Spool spool) throws IOException {
        List<String> all = new ArrayList<>();
        for (Spooled next = spool.next(); next != null; next = spool.next()) {
            all.add(word(next));
        }
        return all;
    }

    static String word(Spooled spooled) {
        if (spooled instanceof Lost lost) {
            return "lost " + lost.entries();
        }
        long n = spooled.position() / STEP;
        if (!spooled.equals(entry(n))) {
            throw new AssertionError("never appended: " + spooled);
        }
        return Long.toString(n);
    }

    static List<String> words(long from, long to) {
        return LongStream.rangeClosed(from, to).mapToObj(Long::toString).toList();
    }

    /** The segments, oldest first. */
    static List<Path> segments(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".spool"))
                    .sorted()
                    .toList();
        }
    }
}
