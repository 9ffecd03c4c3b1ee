package io.caretrail.core.handoff;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/**
 * The process that {@link SigkillTrial} kills: threads that offer numbers as fast as they can and say which of them were
 * accepted, and one that takes them out of the ring into a file.
 */
final class SigkillVictim {

    static final byte RECORD = 1;
    static final byte COUNTED = 2;
    static final int THREADS = 3;
    static final long RING_SIZE = 1024 * 1024;
    static final long LANE = 1;

    /** In the ledger: not a number, but one entry that was counted as missing. */
    static final long ONE_MISSING = -1;

    /** So many are said at once, all of them accepted before. A pipe takes that much in one piece. */
    static final int BATCH = 16;

    private static final int SMALLEST = 20;
    private static final int LARGEST = 1400;

    private final Ring ring;
    private final FileOutputStream ledger;

    private SigkillVictim(Ring ring, FileOutputStream ledger) {
        this.ring = ring;
        this.ledger = ledger;
    }

    /** Arguments: the ring, the file to deliver to, the number of the round. */
    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) throws IOException {
        Ring ring = Ring.open(Path.of(arguments[0]), RING_SIZE, System.err::println);
        SigkillVictim victim = new SigkillVictim(ring, new FileOutputStream(java.io.FileDescriptor.out));
        long round = Long.parseLong(arguments[2]);
        for (long thread = 0; thread < THREADS; thread++) {
            long first = round << 40 | thread << 32;
            new Thread(() -> victim.offer(first)).start();
        }
        victim.deliver(Path.of(arguments[1]));
    }

    private void offer(long first) {
        byte[] batch = new byte[BATCH * Long.BYTES];
        ByteBuffer said = ByteBuffer.wrap(batch);
        for (long number = first; ; number++) {
            if (number % 50 == 49) {
                ring.missing(COUNTED, MissingReason.REFUSED, 1);
                said.putLong(ONE_MISSING);
            } else {
                byte[] payload = payload(number);
                while (ring.offer(RECORD, payload, 0, payload.length, 0) < 0) {
                    LockSupport.parkNanos(1_000);
                }
                said.putLong(number);
            }
            if (!said.hasRemaining()) {
                say(batch);
                said.clear();
            }
        }
    }

    private void say(byte[] batch) {
        try {
            ledger.write(batch);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void deliver(Path file) throws IOException {
        Cursor cursor = ring.cursor(LANE);
        Reader reader = ring.reader(cursor.position());
        Random random = new Random();
        try (OutputStream delivered =
                Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            while (true) {
                byte[] batch = take(reader, 1 + random.nextInt(100));
                delivered.write(batch);
                cursor.moveTo(reader.end());
                if (random.nextInt(4) == 0) {
                    ring.release(reader.end());
                }
            }
        }
    }

    private static byte[] take(Reader reader, int most) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream batch = new DataOutputStream(bytes);
        for (int i = 0; i < most && reader.next(); i++) {
            ByteBuffer payload = ByteBuffer.allocate(reader.length());
            reader.copyTo(payload);
            batch.writeLong(reader.start());
            batch.writeByte(reader.type());
            batch.writeInt(payload.capacity());
            batch.write(payload.array());
        }
        return bytes.toByteArray();
    }

    /** The number, and behind it bytes that follow from it, as many as follow from it. */
    static byte[] payload(long number) {
        byte[] payload = new byte[SMALLEST + (int) Long.remainderUnsigned(CheckedWord.mix(number), LARGEST - SMALLEST)];
        new Random(number).nextBytes(payload);
        ByteBuffer.wrap(payload).putLong(0, number);
        return payload;
    }

    /** The number of a payload, -1 when it is not whole. */
    static long number(byte[] payload) {
        long number = payload.length < SMALLEST ? -1 : ByteBuffer.wrap(payload).getLong();
        return number >= 0 && java.util.Arrays.equals(payload, payload(number)) ? number : -1;
    }
}
