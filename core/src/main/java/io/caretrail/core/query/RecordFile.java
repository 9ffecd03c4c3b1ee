package io.caretrail.core.query;

import io.caretrail.core.query.TrailFiles.TrailFile;
import java.io.Closeable;
import java.io.EOFException;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** The records of one file that were asked for, one after the other. What is none is reported and passed over. */
final class RecordFile implements FoundRecord, Closeable {

    private final TrailFile file;
    private final Path path;
    private final @Nullable RecordLines lines;
    private final Filter filter;
    private final Reading reading;
    private long damaged;
    private boolean ended;

    RecordFile(TrailFiles files, TrailFile file, Filter filter, Reading reading) throws IOException {
        this.file = file;
        this.filter = filter;
        this.reading = reading;
        Path at = file.path();
        RecordLines opened = null;
        try {
            TrailFiles.Opened open = files.open(file);
            at = open.path();
            opened = lines(open, at, reading);
        } catch (FileNotFoundException e) {
            reading.problem(at + ": cannot be read (" + e.getMessage()
                    + "): there is no permission, or retention has removed it meanwhile; passed over");
        } catch (EOFException | ZipException e) {
            reading.problem(at + ": is no compressed file (" + e.getMessage() + "); passed over");
        }
        path = at;
        lines = opened;
    }

    private static RecordLines lines(TrailFiles.Opened open, Path at, Reading reading) throws IOException {
        FileInputStream stream = open.stream();
        try {
            return new RecordLines(stream, at.toString().endsWith(".gz"), reading::bytes);
        } catch (IOException e) {
            stream.close();
            throw e;
        }
    }

    /** Goes to the next record that was asked for; false at the end of the file. */
    boolean advance() {
        while (lines != null && !ended && hasLine(lines)) {
            String problem = filter.read(lines);
            if (problem != null) {
                passOver(lines, problem);
            } else if (filter.isWanted()) {
                return true;
            }
        }
        if (!ended) {
            ended = true;
            reading.endOfFile(path, damaged);
        }
        return false;
    }

    private boolean hasLine(RecordLines in) {
        try {
            return in.advance();
        } catch (EOFException | ZipException e) {
            giveUp(in, "the compressed data is damaged", e);
        } catch (IOException e) {
            giveUp(in, "cannot be read on", e);
        }
        return false;
    }

    private void giveUp(RecordLines in, String what, IOException e) {
        reading.problem(path + ": " + what + " behind line " + in.number() + " (" + e.getMessage()
                + "); the rest of the file is passed over");
    }

    private void passOver(RecordLines in, String problem) {
        if (!in.isWhole() && file.isActive()) {
            reading.note(path + ": line " + in.number()
                    + ": incomplete last line passed over; it is being written, or a crash left it");
            return;
        }
        String why = in.isWhole() ? problem : "is cut off in the middle";
        reading.damaged(path, in.number(), why, damaged);
        damaged++;
    }

    /** Of the record, in microseconds since 1970. */
    long time() {
        return filter.time();
    }

    @Override
    public String line() {
        RecordLines in = java.util.Objects.requireNonNull(lines);
        return new String(in.bytes(), in.start(), in.length(), StandardCharsets.UTF_8);
    }

    @Override
    public @Nullable String value(int index) {
        return filter.value(index);
    }

    @Override
    public void close() throws IOException {
        if (lines != null) {
            lines.close();
        }
    }
}
