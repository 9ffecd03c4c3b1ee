package io.caretrail.core.destination;

import static io.caretrail.core.destination.TestFile.names;
import static io.caretrail.core.destination.TestFile.settings;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caretrail.core.destination.FileSettings.RollEvery;
import io.caretrail.core.seal.Checkpoint;
import io.caretrail.core.seal.Signer;
import io.caretrail.core.seal.Verdict;
import io.caretrail.core.seal.Verification;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A trail in a folder, written by the real file destination and sealed with a key of its own. */
final class SealedTrail implements DestinationContext {

    static final String FIRST = "audit.2026-03-01.1.ndjson";

    final Path folder;
    final Path active;
    final Path keys;
    final Heard heard = new Heard();
    final List<Checkpoint> checkpoints = new CopyOnWriteArrayList<>();
    final TestFile.SetClock clock = new TestFile.SetClock("2026-03-01T12:00:00Z");
    private final Signer signer;
    private int written;

    SealedTrail(Path folder, Path keys) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.active = folder.resolve("audit.ndjson");
        this.keys = keys;
        this.signer = Signer.inFolder(keys);
    }

    FileDestination open(long rollAt, @Nullable Duration keep) throws IOException {
        return FileDestination.open(settings(active, rollAt, RollEvery.DAY, keep), this, clock);
    }

    FileDestination open() throws IOException {
        return open(Long.MAX_VALUE, null);
    }

    /** Three rolled files, the first two compressed, and an active one; ten records in each, five a checkpoint. */
    void writeFour() throws Exception {
        try (FileDestination file = open(10L * record(0).remaining() + 10, null)) {
            for (int i = 0; i < 8; i++) {
                write(file, 5);
                file.tend();
            }
            await(() -> names(folder).contains(FIRST + ".gz")
                    && names(folder).contains("audit.2026-03-01.2.ndjson.gz")
                    && !names(folder).contains("audit.2026-03-01.2.ndjson"));
        }
    }

    void write(FileDestination file, int records) throws IOException {
        List<ByteBuffer> batch = new ArrayList<>();
        for (int i = 0; i < records; i++) {
            batch.add(record(written++));
        }
        file.write(batch);
    }

    static ByteBuffer record(int number) {
        return ByteBuffer.wrap(String.format("{\"record\":%05d,\"padding\":\"%s\"}", number, "x".repeat(40))
                .getBytes(UTF_8));
    }

    Path publicKey() {
        return keys.resolve("seal.pub");
    }

    Verdict verify() throws IOException {
        return Verification.of(List.of(folder), List.of(publicKey()), List.of());
    }

    void assertIntact() throws IOException {
        Verdict verdict = verify();
        assertTrue(verdict.isIntact(), () -> verdict + "\n" + heard.warnings());
    }

    static void await(Callable<Boolean> condition) throws Exception {
        for (int i = 0; i < 1000 && !condition.call(); i++) {
            Thread.sleep(10);
        }
        assertTrue(condition.call());
    }

    @Override
    public void pruned(String file, long bytes, long records) {
        heard.pruned(file, bytes, records);
    }

    @Override
    public void warning(String message) {
        heard.warning(message);
    }

    @Override
    public void missing(String reason, long records) {
        heard.missing(reason, records);
    }

    @Override
    public void quarantined(long records, String reason) {
        heard.quarantined(records, reason);
    }

    @Override
    public Path folder() {
        return keys;
    }

    @Override
    public Signer signer() {
        return signer;
    }

    @Override
    public void checkpoint(Checkpoint checkpoint) {
        checkpoints.add(checkpoint);
    }
}
