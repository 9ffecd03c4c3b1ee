package io.caretrail.core.trail;

import io.caretrail.core.record.Category;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A queue in memory, bounded by bytes; lock-free but for the counting of what finds no room. What is in it dies with the
 * process.
 */
final class MemoryHandOff implements HandOff {

    /** What a record costs beyond its bytes: array, item, map and queue node; so that tiny records are bounded too. */
    private static final int OVERHEAD = 128;

    private static final String FULL = "the hand-off was full";

    private final long capacity;
    private final Queue<Item> queue = new ConcurrentLinkedQueue<>();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong records = new AtomicLong();
    private final AtomicLong missingEver = new AtomicLong();

    /** Counted and not yet in the queue; the next item that is let in brings them along, so that the place is right. */
    private final Map<Category, Pending> pending = new EnumMap<>(Category.class);

    private volatile boolean anyPending;

    /** Guarded by the map; count and reason belong together. Made beforehand: counting must work without memory. */
    private static final class Pending {
        private long count;
        private String reason = FULL;
    }

    /** @param capacity bytes */
    MemoryHandOff(long capacity) {
        this.capacity = capacity;
        for (Category category : Category.values()) {
            pending.put(category, new Pending());
        }
    }

    @Override
    public void offer(Item.Accepted record) {
        long size = size(record);
        if (bytes.addAndGet(size) > capacity) {
            bytes.addAndGet(-size);
            missing(record.category(), FULL);
            return;
        }
        admitMissing();
        records.incrementAndGet();
        queue.add(record);
    }

    @Override
    public void missing(Category category, String reason) {
        synchronized (pending) {
            Pending one = pending.get(category);
            if (one == null) {
                throw new IllegalStateException("no counter for " + category);
            }
            if (one.count++ == 0) {
                one.reason = reason;
            }
            anyPending = true;
        }
        missingEver.incrementAndGet();
    }

    @Override
    public void drain(List<Item> into, int most, long mostBytes) {
        long sum = 0;
        for (int i = 0; i < most && sum < mostBytes; i++) {
            Item item = queue.poll();
            if (item == null) {
                // No record follows that could bring them along.
                admitMissing();
                item = queue.poll();
            }
            if (item == null) {
                return;
            }
            if (item instanceof Item.Accepted record) {
                long size = size(record);
                sum += size;
                bytes.addAndGet(-size);
                records.decrementAndGet();
            }
            into.add(item);
        }
    }

    private void admitMissing() {
        if (!anyPending) {
            return;
        }
        synchronized (pending) {
            pending.forEach((category, one) -> {
                if (one.count > 0) {
                    queue.add(new Item.Missing(category, one.count, one.reason));
                    one.count = 0;
                }
            });
            anyPending = false;
        }
    }

    private static long size(Item.Accepted record) {
        long size = OVERHEAD;
        for (byte[] one : record.encoded().values()) {
            size += one.length;
        }
        return size;
    }

    @Override
    public long waiting() {
        return records.get();
    }

    @Override
    public long missing() {
        return missingEver.get();
    }
}
