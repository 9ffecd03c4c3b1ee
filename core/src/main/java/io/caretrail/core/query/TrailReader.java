package io.caretrail.core.query;

import io.caretrail.core.query.TrailFiles.TrailFile;
import java.io.Closeable;
import java.io.IOException;
import java.util.Iterator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The records of one trail that were asked for, oldest first, one file open at a time. */
final class TrailReader implements Source, Closeable {

    private final TrailFiles files;
    private final Iterator<TrailFile> left;
    private final Filter filter;
    private final Reading reading;
    private @Nullable RecordFile current;

    TrailReader(TrailFiles files, Iterable<TrailFile> wanted, Filter filter, Reading reading) {
        this.files = files;
        this.left = wanted.iterator();
        this.filter = filter;
        this.reading = reading;
    }

    @Override
    public boolean advance() throws IOException {
        while (true) {
            if (current != null && current.advance()) {
                return true;
            }
            close();
            if (!left.hasNext()) {
                return false;
            }
            current = new RecordFile(files, left.next(), filter, reading);
        }
    }

    @Override
    public long time() {
        return filter.time();
    }

    @Override
    public FoundRecord record() {
        return Objects.requireNonNull(current);
    }

    @Override
    public void close() throws IOException {
        if (current != null) {
            current.close();
            current = null;
        }
    }
}
