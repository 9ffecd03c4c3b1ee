package io.caretrail.core.handoff;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A ring in a file, what it said when it was opened, and how tests write to and read it. */
record TestRing(Ring ring, List<String> messages) {

    static final byte STARTED = 1;
    static final byte FINAL = 2;

    /** A machine that has been down since when the number is another. Nothing but its own death makes it forget. */
    record FixedMachine(long boot) implements Machine {
        @Override
        public void force(MappedByteBuffer map) {
            // The tests' machine does not go down; forcing would only take time.
        }
    }

    /** An entry as a reader saw it. */
    record Read(byte type, String text, long start, long end) {}

    static TestRing open(Path file, long size) throws IOException {
        return open(file, size, new FixedMachine(1));
    }

    static TestRing afterPowerLoss(Path file, long size) throws IOException {
        return open(file, size, new FixedMachine(2));
    }

    static TestRing open(Path file, long size, Machine machine) throws IOException {
        return open(file, size, Map.of(), machine);
    }

    static TestRing open(Path file, long size, Map<Long, Long> taken, Machine machine) throws IOException {
        List<String> messages = new ArrayList<>();
        return new TestRing(new RingOpening(file, size, taken, machine, messages::add).open(), messages);
    }

    /** A machine whose disk is what {@code force} makes of it. */
    static Machine machine(long boot, Force force) {
        return new Machine() {
            @Override
            public long boot() {
                return boot;
            }

            @Override
            public void force(MappedByteBuffer map) throws IOException {
                force.run(map);
            }
        };
    }

    /** The file of an open ring once more, for what only a thread in the middle of an offer does. */
    static Memory map(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            MappedByteBuffer map = channel.map(FileChannel.MapMode.READ_WRITE, 0, channel.size());
            return new Memory(map, Objects.requireNonNull(Geometry.read(map.slice(0, Geometry.PAGE))));
        }
    }

    interface Force {
        void run(MappedByteBuffer map) throws IOException;
    }

    long offer(String text) {
        return offer(STARTED, text, 0);
    }

    long offer(byte type, String text, long reserve) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return ring.offer(type, bytes, 0, bytes.length, reserve);
    }

    List<Read> readAll() {
        return readFrom(0);
    }

    List<Read> readFrom(long position) {
        List<Read> read = new ArrayList<>();
        Reader reader = ring.reader(position);
        while (reader.next()) {
            read.add(read(reader));
        }
        return read;
    }

    List<String> texts() {
        return readAll().stream().map(Read::text).toList();
    }

    static Read read(Reader reader) {
        if (reader.isMissing()) {
            Missing missing = reader.missing();
            String text = missing.count() + " missing: " + missing.reason()
                    + (missing.bytes() == 0 ? "" : ", " + missing.bytes() + " bytes");
            return new Read(reader.type(), text, reader.start(), reader.end());
        }
        ByteBuffer payload = ByteBuffer.allocate(reader.length());
        reader.copyTo(payload);
        String text = new String(payload.array(), StandardCharsets.UTF_8);
        return new Read(reader.type(), text, reader.start(), reader.end());
    }
}
