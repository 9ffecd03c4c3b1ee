package io.caretrail.core.trail;

import io.caretrail.core.record.Category;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** A lock-free queue in memory, bounded by bytes. What is in it dies with the process. */
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
    private final Map<Category, AtomicLong> pending = new EnumMap<>(Category.class);

    private final AtomicLong pendingSum = new AtomicLong();
    private final AtomicReference<String> pendingReason = new AtomicReference<>(FULL);

    /** @param capacity bytes */
    MemoryHandOff(long capacity) {
        this.capacity = capacity;
        for (Category category : Category.values()) {
            pending.put(category, new AtomicLong());
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
        AtomicLong count = pending.get(category);
        if (count != null) {
            pendingReason.compareAndSet(FULL, reason);
            missingEver.incrementAndGet();
            count.incrementAndGet();
            pendingSum.incrementAndGet();
        }
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
        if (pendingSum.get() == 0) {
            return;
        }
        String reason = pendingReason.getAndSet(FULL);
        pending.forEach((category, count) -> {
            long missing = count.getAndSet(0);
            if (missing > 0) {
                pendingSum.addAndGet(-missing);
                queue.add(new Item.Missing(category, missing, reason));
            }
        });
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
