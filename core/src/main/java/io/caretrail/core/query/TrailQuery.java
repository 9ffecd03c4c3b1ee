package io.caretrail.core.query;

import io.caretrail.core.destination.FileNames.Rolled;
import io.caretrail.core.query.TrailFiles.TrailFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A question to trails on the disk (contract, {@code query}). Reads and changes nothing else; servers may be writing to the
 * trails meanwhile, and roll, compress and remove their files. Memory does not grow with the length of a trail. For one
 * thread, and one answer.
 */
public final class TrailQuery {

    private final List<Path> paths;
    private final Criteria criteria;
    private final Reading reading;
    private final Listener listener;
    private final List<Filter> filters = new ArrayList<>();

    /**
     * Asks.
     *
     * @param paths folders of trails, and files of records, plain or compressed, in any order; all must exist
     * @param listener told of what could not be read
     */
    public TrailQuery(List<Path> paths, Criteria criteria, Listener listener) {
        this.paths = List.copyOf(paths);
        this.criteria = criteria;
        this.listener = listener;
        this.reading = new Reading(listener);
    }

    /**
     * Hands over the records asked for, the newest last. Those of one trail come in the order in which they were written,
     * those of several merged by time.
     *
     * @param fields whose values the consumer wants
     * @param consumer takes a record and says whether it wants more
     * @throws QueryException when it would take more memory than there is
     * @throws IOException when a folder cannot be listed or a file not be read on
     */
    public Summary records(List<String> fields, Predicate<FoundRecord> consumer) throws IOException {
        return answer(fields, consumer::test);
    }

    /**
     * Counts the records asked for by the values of a field, and hands over the counts, the highest first.
     *
     * @throws QueryException when there are more different values than are counted
     * @throws IOException as {@link #records}
     */
    public Summary counts(String field, Consumer<Count> consumer) throws IOException {
        Counts counts = new Counts(field);
        Summary summary = answer(List.of(field), record -> {
            counts.add(record.value(0));
            return true;
        });
        counts.sorted().forEach(consumer);
        return summary;
    }

    private interface Taker {
        boolean take(FoundRecord record) throws IOException;
    }

    private Summary answer(List<String> fields, Taker taker) throws IOException {
        long found = 0;
        List<TrailReader> readers = new ArrayList<>();
        try (Trails trails = Trails.of(paths, reading)) {
            Source source = criteria.last() > 0 ? newest(trails, fields) : all(trails, fields, readers);
            boolean more = true;
            while (more && source.advance()) {
                found++;
                more = taker.take(source.record());
            }
        } finally {
            for (TrailReader reader : readers) {
                reader.close();
            }
        }
        Summary summary = reading.summary(found);
        noteUnknownFields(fields, summary);
        return summary;
    }

    private Source all(Trails trails, List<String> fields, List<TrailReader> readers) {
        for (TrailFiles trail : trails.all()) {
            readers.add(new TrailReader(trail, wanted(trail), filter(fields), reading));
        }
        return new Merge(readers);
    }

    private Source newest(Trails trails, List<String> fields) throws IOException {
        Newest.Room room = new Newest.Room();
        List<Newest> each = new ArrayList<>();
        long surplus = -criteria.last();
        for (TrailFiles trail : trails.all()) {
            Newest one =
                    new Newest(trail, wanted(trail), filter(fields), reading, fields.size(), criteria.last(), room);
            surplus += one.size();
            each.add(one);
        }
        Merge merged = new Merge(each);
        for (long i = 0; i < surplus; i++) {
            merged.advance();
        }
        return merged;
    }

    private Filter filter(List<String> fields) {
        Filter filter = new Filter(criteria, fields, reading);
        filters.add(filter);
        return filter;
    }

    /** Without the files that were closed before the time asked for. */
    private List<TrailFile> wanted(TrailFiles trail) {
        if (criteria.since() == null) {
            return trail.files();
        }
        // The date is that of the last write, and no record is written before its time; a day for clocks set back.
        LocalDate first = LocalDate.ofInstant(criteria.since(), ZoneOffset.UTC).minusDays(1);
        return trail.files().stream()
                .filter(file -> isSince(file.roll(), first))
                .toList();
    }

    private static boolean isSince(@Nullable Rolled rolled, LocalDate first) {
        return rolled == null || !rolled.date().isBefore(first);
    }

    private void noteUnknownFields(List<String> fields, Summary summary) {
        List<String> asked = new ArrayList<>();
        criteria.where().forEach(condition -> asked.add(condition.field()));
        if (fields.size() == 1) {
            asked.addAll(fields);
        }
        for (String field : asked) {
            if (summary.read() > 0 && filters.stream().noneMatch(filter -> filter.hasSeen(field))) {
                listener.note("no record that was read has a field or property " + field);
            }
        }
    }
}
