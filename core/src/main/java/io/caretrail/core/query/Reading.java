package io.caretrail.core.query;

import java.nio.file.Path;
import java.time.Duration;

/** Keeps account of what was read and of what could not be, and says so. Not thread-safe. */
final class Reading {

    private static final long PROGRESS_NANOS = Duration.ofSeconds(5).toNanos();
    /** Lines to name in one file; of those behind only the number is said. */
    private static final int NAMED = 10;

    private static final int MB = 1_000_000;

    private final Listener listener;
    private long lastProgress = System.nanoTime();
    private long bytes;
    private long records;
    private long problems;
    private long hidden;

    Reading(Listener listener) {
        this.listener = listener;
    }

    void record() {
        records++;
    }

    /** A record that names a patient, but not so that it can be told which. */
    void hidden() {
        hidden++;
    }

    void bytes(long more) {
        bytes += more;
        long now = System.nanoTime();
        if (now - lastProgress > PROGRESS_NANOS) {
            lastProgress = now;
            listener.progress("read " + records + " records in " + bytes / MB + " MB of files so far");
        }
    }

    void problem(String message) {
        problems++;
        listener.problem(message);
    }

    void note(String message) {
        listener.note(message);
    }

    /** @param before how many lines of this file were passed over before it */
    void damaged(Path file, long line, String why, long before) {
        problems++;
        if (before < NAMED) {
            listener.problem(file + ": line " + line + ": " + why + "; passed over");
        }
    }

    void endOfFile(Path file, long damaged) {
        if (damaged > NAMED) {
            listener.problem(file + ": " + (damaged - NAMED) + " more lines are no records; passed over");
        }
    }

    Summary summary(long found) {
        return new Summary(records, found, problems, hidden);
    }
}
