package io.caretrail.core.handoff;

import io.caretrail.core.file.OwnerOnly;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes, finds and maps ring files. Every byte of one is written before it is mapped: a store into a hole of a sparse
 * file would kill the thread when the disk is full.
 */
final class RingFile {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int STEP = 64 * 1024;

    /** Tells what was never used from a page that lost its content, which is full of zeros. */
    private static final byte UNUSED = (byte) 0xFF;

    private final Path path;
    private final Machine machine;
    private final Consumer<String> messages;

    RingFile(Path path, Machine machine, Consumer<String> messages) {
        this.path = path;
        this.machine = machine;
        this.messages = messages;
    }

    /** Maps what is there; null when there is nothing, or nothing that could be used, which is moved aside. */
    @Nullable
    Memory find() throws IOException {
        Files.deleteIfExists(unfinished());
        if (!Files.exists(path)) {
            return null;
        }
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            Geometry geometry = read(file);
            if (geometry != null) {
                mend(file, geometry);
                return map(file, geometry);
            }
        } catch (IOException e) {
            throw new IOException(
                    path + ": the hand-off cannot be opened (" + e
                            + "); make it readable and writable for this process, or move it away",
                    e);
        }
        return null;
    }

    /** Moves away a file that is no ring, and says where to. @return its length in bytes */
    long moveAside() throws IOException {
        long length = Files.size(path);
        Path aside = path.resolveSibling(path.getFileName() + ".damaged");
        for (int i = 1; Files.exists(aside); i++) {
            aside = path.resolveSibling(path.getFileName() + ".damaged-" + i);
        }
        Files.move(path, aside);
        messages.accept(path + ": is no hand-off that this version can read; its " + length
                + " bytes are counted as damaged and kept as " + aside + "; a new one is made");
        return length;
    }

    /** Makes a new, empty ring that begins at a position, in the place of whatever is there. */
    Memory make(long size, long start) throws IOException {
        return make(size, start, start, memory -> {});
    }

    /**
     * Makes a new ring in the place of whatever is there.
     *
     * @param filling puts what it is to have between start and end into it
     */
    Memory make(long size, long start, long end, Consumer<Memory> filling) throws IOException {
        Geometry geometry = new Geometry(Geometry.capacity(size), RANDOM.nextLong());
        Path unfinished = unfinished();
        Files.deleteIfExists(unfinished);
        try {
            write(unfinished, geometry);
            try (FileChannel file = FileChannel.open(unfinished, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                Memory memory = map(file, geometry);
                new State(memory).clear(start);
                filling.accept(memory);
                End mark = new End(memory);
                mark.open(end, machine.boot());
                mark.close();
                machine.force(memory.map());
                Files.move(unfinished, path, StandardCopyOption.REPLACE_EXISTING);
                return memory;
            }
        } catch (IOException e) {
            Files.deleteIfExists(unfinished);
            throw new IOException(
                    path + ": the hand-off of " + geometry.fileLength() + " bytes cannot be made (" + e
                            + "); free space there, lower handOff.size, or set state to another folder",
                    e);
        }
    }

    private Path unfinished() {
        return path.resolveSibling(path.getFileName() + ".new");
    }

    private static void write(Path path, Geometry geometry) throws IOException {
        Set<OpenOption> options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (FileChannel file = FileChannel.open(path, options, OwnerOnly.file(path))) {
            byte[] unused = new byte[STEP];
            Arrays.fill(unused, UNUSED);
            for (long at = 0; at < geometry.fileLength(); at += STEP) {
                int length = (int) Math.min(STEP, geometry.fileLength() - at);
                writeFully(file, ByteBuffer.wrap(unused, 0, length), at);
            }
            writeFully(file, geometry.toBytes(), 0);
            writeFully(file, geometry.toBytes(), geometry.copy());
            file.force(true);
        }
    }

    private static @Nullable Geometry read(FileChannel file) throws IOException {
        Geometry first = read(file, 0);
        if (first != null) {
            return first;
        }
        long last = file.size() - Geometry.PAGE;
        Geometry copy = last > 0 ? read(file, last) : null;
        return copy != null && copy.copy() == last ? copy : null;
    }

    private static @Nullable Geometry read(FileChannel file, long at) throws IOException {
        ByteBuffer page = ByteBuffer.allocate(Geometry.PAGE);
        while (page.hasRemaining() && file.read(page, at + page.position()) >= 0) {
            // A read may end early.
        }
        return Geometry.read(page.flip());
    }

    /** Puts both copies of the geometry in place, and zeros where the file was cut off. */
    private static void mend(FileChannel file, Geometry geometry) throws IOException {
        byte[] lost = new byte[STEP];
        while (file.size() < geometry.fileLength()) {
            int length = (int) Math.min(STEP, geometry.fileLength() - file.size());
            writeFully(file, ByteBuffer.wrap(lost, 0, length), file.size());
        }
        for (long at : new long[] {0, geometry.copy()}) {
            if (!geometry.equals(read(file, at))) {
                writeFully(file, geometry.toBytes(), at);
            }
        }
    }

    private static void writeFully(FileChannel file, ByteBuffer bytes, long at) throws IOException {
        long offset = at;
        while (bytes.hasRemaining()) {
            offset += file.write(bytes, offset);
        }
    }

    private static Memory map(FileChannel file, Geometry geometry) throws IOException {
        MappedByteBuffer map = file.map(FileChannel.MapMode.READ_WRITE, 0, geometry.fileLength());
        // So that no request thread is the first to ask for a page.
        map.load();
        return new Memory(map, geometry);
    }
}
