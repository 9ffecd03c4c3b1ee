package io.caretrail.core.trail;

import io.caretrail.core.handoff.Reader;
import io.caretrail.core.handoff.Ring;
import io.caretrail.core.record.RawDecoder;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which exchanges have a Started record and no final one yet, in the order of their beginning; so that each gets its final
 * record even if the process dies. For one thread.
 */
final class OpenExchanges implements Closeable {

    /** Place of one whose Started record has been carried over. */
    private static final long CARRIED = -1;

    private final Ring ring;
    private final CarriedOver carried;

    /** Position in front of the Started entry, or {@link #CARRIED}. */
    private final Map<String, Long> open = new LinkedHashMap<>();

    /** Started entries in the hand-off, in its order; closed ones are passed over when their turn comes. */
    private final Deque<Begun> inHandOff = new ArrayDeque<>();

    /** Carried over and closed since. */
    private final List<String> closed = new ArrayList<>();

    private record Begun(String id, long start) {}

    private OpenExchanges(Ring ring, CarriedOver carried) {
        this.ring = ring;
        this.carried = carried;
        carried.ids().forEach(id -> open.put(id, CARRIED));
    }

    static OpenExchanges open(Ring ring, Path carriedOver) throws IOException {
        return new OpenExchanges(ring, CarriedOver.open(carriedOver));
    }

    /**
     * Takes note of the next entry of the hand-off that begins or ends an exchange.
     *
     * @param start position in front of it
     * @param record from its position to its limit
     */
    void follow(EntryType type, long start, ByteBuffer record) {
        String id = RawDecoder.exchangeId(record);
        if (id == null) {
            return;
        }
        if (type == EntryType.FINAL) {
            Long begun = open.remove(id);
            if (begun != null && begun == CARRIED) {
                closed.add(id);
            }
        } else if (open.putIfAbsent(id, start) == null) {
            inHandOff.add(new Begun(id, start));
        }
    }

    int size() {
        return open.size();
    }

    /** Those that are open now. */
    List<String> ids() {
        return List.copyOf(open.keySet());
    }

    /** The Started record of an exchange that is open; null when it cannot be read any more. */
    byte @Nullable [] started(String id) throws IOException {
        Long start = open.get(id);
        if (start == null) {
            return null;
        }
        return start == CARRIED ? carried.record(id) : read(start);
    }

    private byte @Nullable [] read(long start) {
        Reader reader = ring.reader(start);
        if (!reader.next() || reader.start() != start) {
            return null;
        }
        byte[] record = new byte[reader.length()];
        reader.copyTo(ByteBuffer.wrap(record));
        return record;
    }

    /** Keeps what is needed of the entries before a position, which will be released. */
    void carryOver(long position) throws IOException {
        Map<String, byte[]> opened = new LinkedHashMap<>();
        for (Begun begun : inHandOff) {
            if (begun.start >= position) {
                break;
            }
            byte[] record = isOpen(begun) ? read(begun.start) : null;
            if (record != null) {
                opened.put(begun.id, record);
            }
        }
        carried.change(opened, closed);
        closed.clear();
        while (!inHandOff.isEmpty() && inHandOff.peekFirst().start < position) {
            Begun begun = inHandOff.removeFirst();
            if (isOpen(begun)) {
                open.put(begun.id, CARRIED);
            }
        }
    }

    private boolean isOpen(Begun begun) {
        Long start = open.get(begun.id);
        return start != null && start == begun.start;
    }

    void force() throws IOException {
        carried.force();
    }

    @Override
    public void close() throws IOException {
        carried.close();
    }
}
