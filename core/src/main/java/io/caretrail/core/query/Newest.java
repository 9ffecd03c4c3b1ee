package io.caretrail.core.query;

import io.caretrail.core.query.TrailFiles.TrailFile;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The last records of one trail that were asked for. Files are read from the newest back, and no more of them than it
 * takes: with six years of them, the last hundred records stand in the first.
 */
final class Newest implements Source {

    private final Deque<Kept> kept = new ArrayDeque<>();
    private @Nullable Kept current;

    /** How many bytes all that is kept may have; shared by the trails of one question. */
    static final class Room {

        /** Of the heap; the rest is for what does not depend on the question. */
        private static final int SHARE = 4;

        private final long most = Runtime.getRuntime().maxMemory() / SHARE;
        private long taken;

        private void take(Kept record) throws QueryException {
            taken += record.bytes();
            if (taken > most) {
                throw new QueryException("the last records take more than the " + most / 1_000_000
                        + " MB there is for them; ask for fewer, give Java more memory (-Xmx1g before -jar), or ask for"
                        + " all and cut with: tail -n N");
            }
        }

        private void give(Kept record) {
            taken -= record.bytes();
        }
    }

    private record Kept(String line, List<@Nullable String> values, long time) implements FoundRecord {

        private static final int OVERHEAD = 200;

        static Kept of(RecordFile file, int values) {
            List<@Nullable String> copy = new ArrayList<>(values);
            for (int i = 0; i < values; i++) {
                copy.add(file.value(i));
            }
            return new Kept(file.line(), copy, file.time());
        }

        long bytes() {
            long bytes = OVERHEAD + 2L * line.length();
            for (String value : values) {
                bytes += value == null ? 0 : 2L * value.length();
            }
            return bytes;
        }

        @Override
        public @Nullable String value(int index) {
            return values.get(index);
        }
    }

    /**
     * Reads them.
     *
     * @param wanted oldest first
     * @param values how many values a record has
     * @param last how many records
     */
    Newest(TrailFiles files, List<TrailFile> wanted, Filter filter, Reading reading, int values, int last, Room room)
            throws IOException {
        for (int i = wanted.size() - 1; i >= 0 && kept.size() < last; i--) {
            Deque<Kept> found = new ArrayDeque<>();
            int lacking = last - kept.size();
            try (RecordFile file = new RecordFile(files, wanted.get(i), filter, reading)) {
                while (file.advance()) {
                    if (found.size() == lacking) {
                        room.give(found.removeFirst());
                    }
                    Kept record = Kept.of(file, values);
                    room.take(record);
                    found.addLast(record);
                }
            }
            while (!found.isEmpty()) {
                kept.addFirst(found.removeLast());
            }
        }
    }

    int size() {
        return kept.size();
    }

    @Override
    public boolean advance() {
        current = kept.pollFirst();
        return current != null;
    }

    @Override
    public long time() {
        return Objects.requireNonNull(current).time();
    }

    @Override
    public FoundRecord record() {
        return Objects.requireNonNull(current);
    }
}
