package io.caretrail.core.spool;

import io.caretrail.core.file.OwnerOnly;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * How far a spool was delivered, on disk. Two slots are written in turn, so that one is whole at any moment. Thread-safe.
 *
 * <pre>
 *  0  magic       8 bytes
 *  8  generation  8 bytes, the slot with the greater one counts
 * 16  position    8 bytes
 * 24  number      8 bytes
 * 32  CRC32C      4 bytes, of all before
 * </pre>
 */
final class CursorFile implements Closeable {

    static final String NAME = "cursor";

    /** On another page and another sector, so that what damages one slot spares the other. */
    static final int SECOND_SLOT = 4096;

    static final int SLOT = 36;
    static final int LENGTH = SECOND_SLOT + SLOT;

    private static final long MAGIC = 0x4341_5245_4355_5231L;

    private final Path path;
    private @Nullable RandomAccessFile file;
    private @Nullable FileIdentity identity;
    private volatile long generation;
    private volatile Mark mark = Mark.NONE;
    private String damage = "";

    /**
     * All entries up to this one were delivered.
     *
     * @param position -1 when none was
     * @param number of the entry; 0 when none was
     */
    record Mark(long position, long number) {
        static final Mark NONE = new Mark(-1, 0);
    }

    private CursorFile(Path path) {
        this.path = path;
    }

    /**
     * Reads what is there; a file that is not there is made by {@link #keepInPlace} or {@link #write}.
     *
     * @param isNew whether the spool is new, and so may have none
     */
    static CursorFile open(Path folder, boolean isNew) throws IOException {
        CursorFile cursor = new CursorFile(folder.resolve(NAME));
        cursor.read(isNew);
        return cursor;
    }

    private void read(boolean isNew) throws IOException {
        byte[] bytes = new byte[0];
        try (InputStream in = Files.newInputStream(path)) {
            bytes = in.readNBytes(LENGTH);
        } catch (NoSuchFileException none) {
            // As good as an empty one.
        }
        int whole = read(bytes, 0) + read(bytes, SECOND_SLOT);
        if (whole == 0 && !(isNew && bytes.length == 0)) {
            damage = path + ": is damaged or gone; all that is still in the spool is delivered, some of it again";
        } else if (whole == 1) {
            damage = path + ": is damaged in one of its two slots; the last entries may be delivered again";
        }
    }

    /** Returns how many slots are whole there, one or none. */
    private int read(byte[] bytes, int at) {
        if (bytes.length < at + SLOT) {
            return 0;
        }
        ByteBuffer slot = ByteBuffer.wrap(bytes, at, SLOT).slice();
        if (slot.getLong(0) != MAGIC || slot.getInt(SLOT - 4) != checksum(slot)) {
            return 0;
        }
        if (slot.getLong(8) > generation) {
            generation = slot.getLong(8);
            mark = new Mark(slot.getLong(16), slot.getLong(24));
        }
        return 1;
    }

    /** Where delivery stands; {@link Mark#NONE} too when that is not known. */
    Mark mark() {
        return mark;
    }

    /** Whether there was no whole slot. */
    boolean isUnknown() {
        return generation == 0;
    }

    /** Takes this for where delivery stands, until the next write. */
    synchronized void assume(Mark likely) {
        mark = likely;
    }

    /** What was wrong with the file; empty when nothing was. */
    String damage() {
        return damage;
    }

    /** In bytes; waits for no disk. */
    long length() {
        return generation == 0 ? 0 : LENGTH;
    }

    /** Makes the file anew where someone removed it. */
    synchronized void keepInPlace() throws IOException {
        opened();
    }

    /** Moves the cursor; when it throws, it stands where it stood, on the disk too. */
    synchronized void write(Mark next) throws IOException {
        RandomAccessFile open = opened();
        long newer = generation + 1;
        open.seek(newer % 2 == 0 ? 0 : SECOND_SLOT);
        open.write(slot(newer, next));
        generation = newer;
        mark = next;
    }

    /** Puts it on the disk, in both slots: what the older one would ask for may be gone from now on. */
    synchronized void writeThrough(Mark next) throws IOException {
        write(next);
        write(next);
        opened().getFD().sync();
    }

    private RandomAccessFile opened() throws IOException {
        if (file != null && identity != null && identity.isInPlace()) {
            return file;
        }
        close();
        RandomAccessFile fresh = OwnerOnly.open(path);
        try {
            if (fresh.length() == 0) {
                fill(fresh);
            }
            identity = FileIdentity.of(path);
        } catch (IOException e) {
            fresh.close();
            throw e;
        }
        file = fresh;
        return fresh;
    }

    /** Writes both slots, so that later writes need no more space. */
    private void fill(RandomAccessFile fresh) throws IOException {
        long first = Math.max(1, generation);
        byte[] both = new byte[LENGTH];
        System.arraycopy(slot(first, mark), 0, both, 0, SLOT);
        System.arraycopy(both, 0, both, SECOND_SLOT, SLOT);
        fresh.write(both);
        generation = first;
    }

    private static byte[] slot(long generation, Mark content) {
        ByteBuffer slot = ByteBuffer.allocate(SLOT);
        slot.putLong(MAGIC).putLong(generation).putLong(content.position()).putLong(content.number());
        return slot.putInt(checksum(slot)).array();
    }

    private static int checksum(ByteBuffer slot) {
        CRC32C crc = new CRC32C();
        crc.update(slot.slice(0, SLOT - 4));
        return (int) crc.getValue();
    }

    @Override
    public synchronized void close() throws IOException {
        RandomAccessFile open = file;
        file = null;
        if (open != null) {
            open.close();
        }
    }
}
