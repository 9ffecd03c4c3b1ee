package io.caretrail.core.trail;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The Started records of exchanges that are still open although the hand-off has moved on, in a small file: a long poll
 * may stay for hours. Changes are appended; the file is written anew when most of it is out of date. For one thread.
 *
 * <p>A frame is its kind (1 byte), the lengths of id and record, the CRC32C of what follows, id, record.
 */
final class CarriedOver implements Closeable {

    private static final byte OPEN = '+';
    private static final byte CLOSED = '-';
    private static final int HEAD = 1 + 3 * Integer.BYTES;
    private static final int LONGEST = 64 * 1024;
    private static final long TIDY_FROM = 1 << 20;

    private final Path path;
    private final Map<String, Place> places = new LinkedHashMap<>();
    private RandomAccessFile file;
    private long live;

    /** Where a record is in the file. */
    private record Place(long offset, int length) {}

    private CarriedOver(Path path, RandomAccessFile file) {
        this.path = path;
        this.file = file;
    }

    /** Opens the file; half a frame at its end, or damage, is cut off. */
    static CarriedOver open(Path path) throws IOException {
        CarriedOver carried = new CarriedOver(path, new RandomAccessFile(path.toFile(), "rw"));
        try {
            carried.read();
            return carried;
        } catch (IOException | RuntimeException e) {
            carried.close();
            throw e;
        }
    }

    private void read() throws IOException {
        long end = 0;
        file.seek(0);
        while (readFrame(end)) {
            end = file.getFilePointer();
        }
        file.setLength(end);
    }

    private boolean readFrame(long at) throws IOException {
        byte[] head = new byte[HEAD];
        try {
            file.readFully(head);
            ByteBuffer fields = ByteBuffer.wrap(head);
            byte kind = fields.get();
            int idLength = fields.getInt();
            int recordLength = fields.getInt();
            int checksum = fields.getInt();
            if (idLength < 0 || recordLength < 0 || (long) idLength + recordLength > LONGEST) {
                return false;
            }
            byte[] content = new byte[idLength + recordLength];
            file.readFully(content);
            if (checksum(kind, content) != checksum) {
                return false;
            }
            String id = new String(content, 0, idLength, StandardCharsets.UTF_8);
            note(kind, id, new Place(at + HEAD + idLength, recordLength));
            return true;
        } catch (EOFException torn) {
            return false;
        }
    }

    private void note(byte kind, String id, Place place) {
        Place before = kind == OPEN ? places.put(id, place) : places.remove(id);
        live += kind == OPEN ? place.length : 0;
        live -= before == null ? 0 : before.length;
    }

    private static int checksum(byte kind, byte[] content) {
        CRC32C crc = new CRC32C();
        crc.update(kind);
        crc.update(content);
        return (int) crc.getValue();
    }

    /** The ids of the exchanges, oldest first. */
    Set<String> ids() {
        return places.keySet();
    }

    /** The Started record of an exchange; null when it is not here. */
    byte @Nullable [] record(String id) throws IOException {
        Place place = places.get(id);
        if (place == null) {
            return null;
        }
        byte[] record = new byte[place.length];
        file.seek(place.offset);
        file.readFully(record);
        return record;
    }

    /**
     * Takes exchanges in and lets others go; all of it or, when it throws, as good as nothing.
     *
     * @param opened id and Started record
     * @param closed ids that may be here
     */
    void change(Map<String, byte[]> opened, List<String> closed) throws IOException {
        ByteBuffer frames = ByteBuffer.allocate(size(opened, closed));
        Map<String, Place> added = new LinkedHashMap<>();
        long at = file.length();
        opened.forEach((id, record) -> {
            put(frames, OPEN, id, record);
            added.put(id, new Place(at + frames.position() - record.length, record.length));
        });
        List<String> gone = closed.stream().filter(places::containsKey).toList();
        gone.forEach(id -> put(frames, CLOSED, id, new byte[0]));
        if (frames.position() == 0) {
            return;
        }
        file.seek(at);
        try {
            file.write(frames.array(), 0, frames.position());
        } catch (IOException e) {
            file.setLength(at);
            throw e;
        }
        added.forEach((id, place) -> note(OPEN, id, place));
        gone.forEach(id -> note(CLOSED, id, new Place(0, 0)));
        if (places.isEmpty()) {
            file.setLength(0);
            live = 0;
        } else if (file.length() > TIDY_FROM && file.length() > 4 * live) {
            tidy();
        }
    }

    private static int size(Map<String, byte[]> opened, List<String> closed) {
        int size = 0;
        for (Map.Entry<String, byte[]> one : opened.entrySet()) {
            size += HEAD + 4 * one.getKey().length() + one.getValue().length;
        }
        for (String id : closed) {
            size += HEAD + 4 * id.length();
        }
        return size;
    }

    private static void put(ByteBuffer frames, byte kind, String id, byte[] record) {
        byte[] name = id.getBytes(StandardCharsets.UTF_8);
        byte[] content = ByteBuffer.allocate(name.length + record.length)
                .put(name)
                .put(record)
                .array();
        frames.put(kind)
                .putInt(name.length)
                .putInt(record.length)
                .putInt(checksum(kind, content))
                .put(content);
    }

    /** Writes what is still open into a new file that takes the place of this one. */
    private void tidy() throws IOException {
        Path part = path.resolveSibling(path.getFileName() + ".part");
        Files.deleteIfExists(part);
        try (CarriedOver fresh = open(part)) {
            for (String id : places.keySet()) {
                byte[] record = record(id);
                if (record != null) {
                    fresh.change(Map.of(id, record), List.of());
                }
            }
            fresh.force();
        }
        file.close();
        try {
            Files.move(part, path, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            places.clear();
            live = 0;
            file = new RandomAccessFile(path.toFile(), "rw");
            read();
        }
    }

    void force() throws IOException {
        file.getFD().sync();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
