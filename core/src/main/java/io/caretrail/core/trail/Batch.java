package io.caretrail.core.trail;

import io.caretrail.core.destination.Batching;
import io.caretrail.core.destination.UndeliveredException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What is on its way into a destination, in the order of the hand-off. For one thread. */
final class Batch {

    private final List<Line> lines = new ArrayList<>();
    private Batching limits;
    private long bytes;
    private long since;

    /** Behind this is everything that has not been read yet. */
    private long end;

    /** Behind this is everything that is not with the destination yet, when the batch is not empty. */
    private long kept;

    Batch(Batching limits) {
        this.limits = limits;
    }

    /** One record or gap and its place. */
    private static final class Line {
        private final long position;
        private final byte[] record;
        private @Nullable Gap gap;
        private @Nullable ByteBuffer rendered;

        Line(long position, byte[] record, @Nullable Gap gap) {
            this.position = position;
            this.record = record;
            this.gap = gap;
        }

        int records() {
            return gap == null ? 1 : 0;
        }

        ByteBuffer content() {
            return Objects.requireNonNull(rendered, "not rendered").asReadOnlyBuffer();
        }
    }

    void limits(Batching next) {
        limits = next;
    }

    boolean isEmpty() {
        return lines.isEmpty();
    }

    boolean isFull() {
        return lines.size() >= limits.records() || bytes >= limits.bytes();
    }

    /** In nanoseconds: how long further records may be waited for. */
    long untilRipe() {
        return isFull() ? 0 : since + limits.age().toNanos() - System.nanoTime();
    }

    /** Adds a record as it was in the hand-off. */
    void add(byte[] record, long position) {
        add(new Line(position, record, null));
    }

    void add(Gap gap, long position) {
        add(new Line(position, new byte[0], gap));
    }

    private void add(Line line) {
        if (lines.isEmpty()) {
            since = System.nanoTime();
        }
        lines.add(line);
        bytes += line.record.length;
        end = Math.max(end, line.position);
    }

    /** Everything before is in the batch or not for this destination. */
    void readTo(long position) {
        end = Math.max(end, position);
    }

    /** Position behind all that was ever read into the batch. */
    long end() {
        return end;
    }

    /** Position behind all that is with the destination. */
    long kept() {
        return lines.isEmpty() ? end : kept;
    }

    long records() {
        return lines.stream().mapToLong(Line::records).sum();
    }

    /** Makes the lines as the destination wants them; a record that cannot be made is a gap. */
    void render(Rendering rendering, Tally tally) {
        for (Line line : lines) {
            if (line.rendered == null) {
                line.rendered = ByteBuffer.wrap(rendered(line, rendering, tally));
            }
        }
    }

    /** Another destination may want them otherwise. */
    void renderAnew() {
        lines.forEach(line -> line.rendered = null);
    }

    private static byte[] rendered(Line line, Rendering rendering, Tally tally) {
        Gap gap = line.gap;
        if (gap == null) {
            try {
                return rendering.line(line.record);
            } catch (IOException | RuntimeException e) {
                gap = new Gap(1, 0, "the record could not be encoded: " + Reason.of(e));
                line.gap = gap;
                tally.missing.incrementAndGet();
            }
        }
        return rendering.line(gap);
    }

    /** The rendered lines in buffers of their own: a destination may move positions. */
    List<ByteBuffer> content() {
        List<ByteBuffer> content = new ArrayList<>(lines.size());
        for (Line line : lines) {
            content.add(line.content());
        }
        return content;
    }

    void clear() {
        lines.clear();
        bytes = 0;
        kept = end;
    }

    /** Leaves what is to be tried again; returns how many accepted records were kept. */
    long keep(UndeliveredException partly) {
        long delivered = 0;
        List<Line> again = new ArrayList<>();
        for (int place = 0; place < lines.size(); place++) {
            Line line = lines.get(place);
            if (partly.isUndelivered(place)) {
                again.add(line);
            } else {
                delivered += line.records();
                kept = again.isEmpty() ? line.position : kept;
            }
        }
        leave(again);
        return delivered;
    }

    /** Takes out what the destination has already; false when nothing here shows that there may be more of it behind. */
    boolean skip(Predicate<ByteBuffer> known, Tally tally) {
        List<Line> again = new ArrayList<>();
        List<Line> gaps = new ArrayList<>();
        boolean any = false;
        for (Line line : lines) {
            if (line.gap != null) {
                // Made anew each time: nobody can tell whether it was written but by what stands behind it.
                gaps.add(line);
            } else if (known.test(line.content())) {
                any = true;
                gaps.clear();
                tally.delivered.incrementAndGet();
                kept = again.isEmpty() ? line.position : kept;
            } else {
                again.addAll(gaps);
                gaps.clear();
                again.add(line);
            }
        }
        again.addAll(gaps);
        leave(again);
        return any && again.isEmpty();
    }

    private void leave(List<Line> rest) {
        lines.clear();
        lines.addAll(rest);
        bytes = rest.stream().mapToLong(line -> line.record.length).sum();
    }
}
