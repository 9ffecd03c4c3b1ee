package io.caretrail.core.http;

import io.caretrail.core.destination.DestinationContext;
import io.caretrail.core.file.OwnerOnly;
import io.caretrail.core.http.format.Json;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/**
 * Keeps the records that a collector never takes, one a line with the time and the reason, so that a person can look at
 * them: {@code {"time":…,"reason":…,"answer":…,"record":{…}}}. Used by one thread.
 */
final class Quarantine {

    static final String FILE = "quarantine.ndjson";

    private final DestinationContext context;
    private final long quota;
    private final Clock clock;

    Quarantine(DestinationContext context, long quota, Clock clock) {
        this.context = context;
        this.quota = quota;
        this.clock = clock;
    }

    /**
     * A record and why it is put aside.
     *
     * @param reason in our words
     * @param quoted in the collector's, without secrets; may be empty
     */
    record Entry(ByteBuffer record, String reason, String quoted) {}

    /**
     * Appends records and writes them through to the disk.
     *
     * @param counted how many of them were rejected; less when a collector does not say which
     * @throws IOException when there is no room or they cannot be written; then none of them was put aside
     */
    void add(List<Entry> entries, long counted) throws IOException {
        Path file = context.folder().resolve(FILE);
        StringBuilder lines = new StringBuilder();
        for (Entry entry : entries) {
            lines.append(line(entry));
        }
        byte[] bytes = lines.toString().getBytes(StandardCharsets.UTF_8);
        append(file, bytes);
        context.quarantined(counted, entries.get(0).reason() + "; they are kept in " + file);
    }

    private void append(Path file, byte[] bytes) throws IOException {
        try (RandomAccessFile out = OwnerOnly.open(file)) {
            long end = wholeLines(out);
            if (end + bytes.length > quota) {
                throw new IOException("the quarantine " + file + " is full (" + quota
                        + " bytes); look at what is in it, move it away, or raise `quarantine.size`");
            }
            try {
                out.seek(end);
                out.write(bytes);
                out.getFD().sync();
            } catch (IOException e) {
                out.setLength(end);
                throw e;
            }
        } catch (IOException e) {
            throw e.getMessage() != null && e.getMessage().startsWith("the quarantine")
                    ? e
                    : new IOException(
                            "the quarantine " + file + " cannot be written (" + e.getMessage()
                                    + "); free space there and let the server's user write there",
                            e);
        }
    }

    /** Where the last whole line ends: a process that died may have left half a one. */
    private static long wholeLines(RandomAccessFile file) throws IOException {
        long end = file.length();
        while (end > 0) {
            file.seek(end - 1);
            if (file.read() == '\n') {
                break;
            }
            end--;
        }
        return end;
    }

    private String line(Entry entry) {
        ByteBuffer record = entry.record().duplicate();
        String answer = entry.quoted().isEmpty() ? "" : ",\"answer\":" + Json.quoted(entry.quoted());
        return "{\"time\":\"" + clock.instant() + "\",\"reason\":" + Json.quoted(entry.reason()) + answer
                + ",\"record\":" + StandardCharsets.UTF_8.decode(record) + "}\n";
    }
}
