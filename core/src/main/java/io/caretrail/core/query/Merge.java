package io.caretrail.core.query;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** Merges trails by time, and leaves the order within each as it is. */
final class Merge implements Source {

    /** One of the trails; of records with the same time that of the first trail comes first. */
    private record Head(Source source, int number) {
        long time() {
            return source.time();
        }
    }

    private final List<Head> unread = new ArrayList<>();
    private final PriorityQueue<Head> heads =
            new PriorityQueue<>(Comparator.comparingLong(Head::time).thenComparing(Head::number));
    private @Nullable Head current;

    Merge(List<? extends Source> sources) {
        for (int i = 0; i < sources.size(); i++) {
            unread.add(new Head(sources.get(i), i));
        }
    }

    @Override
    public boolean advance() throws IOException {
        if (current != null) {
            unread.add(current);
        }
        for (Head head : unread) {
            if (head.source.advance()) {
                heads.add(head);
            }
        }
        unread.clear();
        current = heads.poll();
        return current != null;
    }

    @Override
    public long time() {
        return Objects.requireNonNull(current).time();
    }

    @Override
    public FoundRecord record() {
        return Objects.requireNonNull(current).source.record();
    }
}
