package io.caretrail.core.handoff;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * Fault 1: kills a process under load again and again with SIGKILL and compares the ring with a ledger that the dead
 * process has no part in: it says each number that was accepted into a pipe, after {@link Ring#offer} has returned.
 *
 * <p>Run by hand: {@code SigkillTrial KILLS}.
 */
final class SigkillTrial {

    private static final int LONGEST_LIFE_MILLIS = 60;

    private final Path folder;
    private final Random random;

    /** Where each number of the last rounds was seen; a round's numbers are gone from the ring after the next. */
    private Map<Long, Long> seenBefore = new HashMap<>();

    private Map<Long, Long> seen = new HashMap<>();

    /** How many are missing according to the entry at each position. */
    private final Map<Long, Long> told = new HashMap<>();

    private int kills;
    private long accepted;
    private long lost;
    private long doubled;
    private long corrupt;
    private long counted;
    private long wrongCounts;
    private long holes;
    private long damages;

    SigkillTrial(Path folder, long seed) {
        this.folder = folder;
        this.random = new Random(seed);
    }

    public static void main(String[] arguments) throws Exception {
        int kills = Integer.parseInt(arguments[0]);
        Path folder = Files.createTempDirectory("caretrail-sigkill");
        SigkillTrial trial = new SigkillTrial(folder, System.nanoTime());
        for (int i = 1; i <= kills; i++) {
            trial.round();
            if (i % 100 == 0 && i < kills) {
                System.out.println(trial);
            }
        }
        System.out.println(trial);
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
        System.exit(trial.isClean() ? 0 : 1);
    }

    boolean isClean() {
        return lost + doubled + corrupt + wrongCounts + damages == 0;
    }

    long accepted() {
        return accepted;
    }

    long counted() {
        return counted;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%d kills: %d accepted, %d lost, %d doubled, %d corrupt; %d counted as missing, %d counts wrong;"
                        + " %d unfinished entries passed over, %d damaged",
                kills,
                accepted,
                lost,
                doubled,
                corrupt,
                counted,
                wrongCounts,
                holes,
                damages);
    }

    /** Starts a process, kills it, compares. */
    void round() throws IOException, InterruptedException {
        Path delivered = folder.resolve("delivered");
        Files.deleteIfExists(delivered);
        List<Long> ledger = new ArrayList<>();
        Process process = start(delivered);
        try (DataInputStream said = new DataInputStream(new BufferedInputStream(process.getInputStream()))) {
            ledger.add(said.readLong());
            Thread killer = new Thread(() -> kill(process));
            killer.start();
            readTo(ledger, said);
            killer.join();
        } catch (EOFException e) {
            throw new IOException("the process ended by itself: " + Files.readString(folder.resolve("errors.txt")), e);
        } finally {
            process.destroyForcibly().waitFor();
        }
        kills++;
        seenBefore = seen;
        seen = new HashMap<>();
        readDelivered(delivered);
        readRing(ledger);
        compare(ledger);
    }

    private Process start(Path delivered) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx64m", "-Xshare:auto"));
        if (random.nextBoolean()) {
            command.add("-XX:TieredStopAtLevel=1");
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), SigkillVictim.class.getName()));
        command.addAll(List.of(ring().toString(), delivered.toString(), Integer.toString(kills)));
        return new ProcessBuilder(command)
                .redirectError(folder.resolve("errors.txt").toFile())
                .start();
    }

    private Path ring() {
        return folder.resolve("ring");
    }

    private void kill(Process process) {
        try {
            Thread.sleep(random.nextInt(LONGEST_LIFE_MILLIS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        // Not of Process itself, which also throws away what the pipe still holds.
        process.toHandle().destroyForcibly();
    }

    private static void readTo(List<Long> ledger, DataInputStream said) throws IOException {
        while (true) {
            try {
                ledger.add(said.readLong());
            } catch (EOFException dead) {
                return;
            }
        }
    }

    /** What the victim took out of the ring before it died; the last batch may be torn, the ring still has it then. */
    private void readDelivered(Path delivered) throws IOException {
        if (!Files.exists(delivered)) {
            return;
        }
        try (InputStream file = new BufferedInputStream(Files.newInputStream(delivered));
                DataInputStream data = new DataInputStream(file)) {
            while (true) {
                long position = data.readLong();
                byte type = data.readByte();
                byte[] payload = new byte[data.readInt()];
                data.readFully(payload);
                note(position, type, payload);
            }
        } catch (EOFException end) {
            // As far as it came.
        }
    }

    private void readRing(List<Long> ledger) throws IOException {
        try (Ring ring = Ring.open(ring(), SigkillVictim.RING_SIZE, message -> {})) {
            holes += ring.found().holes();
            damages += ring.found().damages().size();
            Cursor cursor = ring.cursor(SigkillVictim.LANE);
            Reader reader = ring.reader(cursor.position());
            while (reader.next()) {
                ByteBuffer payload = ByteBuffer.allocate(reader.length());
                reader.copyTo(payload);
                note(reader.start(), reader.type(), payload.array());
            }
            compareCounts(ring, ledger);
            if (random.nextBoolean()) {
                cursor.moveTo(reader.end());
                ring.release(reader.end());
            }
        }
    }

    private void compareCounts(Ring ring, List<Long> ledger) {
        long said = ledger.stream()
                .filter(number -> number == SigkillVictim.ONE_MISSING)
                .count();
        long now = ring.missing(SigkillVictim.COUNTED, MissingReason.REFUSED);
        long more = now - counted;
        counted = now;
        boolean isWrong = more < said || more > said + SigkillVictim.THREADS * SigkillVictim.BATCH;
        // With room in the ring all of them have been told; without, what was told is no more than that.
        long sum = told.values().stream().mapToLong(count -> count).sum();
        boolean hasRoom = ring.used() + Entries.UNIT <= ring.capacity();
        wrongCounts += isWrong || (hasRoom ? sum != now : sum > now) ? 1 : 0;
    }

    private void note(long position, byte type, byte[] payload) {
        if (Gaps.isMissing(type)) {
            told.put(position, Missing.read(ByteBuffer.wrap(payload)).count());
            return;
        }
        long number = SigkillVictim.number(payload);
        if (number < 0) {
            corrupt++;
            return;
        }
        Long before = seen.getOrDefault(number, seenBefore.getOrDefault(number, position));
        doubled += before == position ? 0 : 1;
        seen.put(number, position);
    }

    private void compare(List<Long> ledger) {
        for (long number : ledger) {
            if (number != SigkillVictim.ONE_MISSING) {
                accepted++;
                lost += seen.containsKey(number) ? 0 : 1;
            }
        }
    }
}
