package io.caretrail.core.seal;

import io.caretrail.core.seal.Checkpoint.Remark;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;

/** Follows what happens to the files of a trail, and has checkpoints made of it. */
final class TrailSeal implements Seal {

    private final Path active;
    private final Sealing sealing;
    private final Queue<String> said = new ConcurrentLinkedQueue<>();
    private final Queue<Loss> losses = new ConcurrentLinkedQueue<>();

    private boolean adopted;
    private boolean started;
    private @Nullable Object key;
    private String rollingTo = "";

    /** Where the file ends as long as nobody but us writes to it. */
    private long expected;

    private boolean failing;

    /** Was made, is gone, and that has not been told. */
    private @Nullable Checkpoint lost;

    /**
     * Records that were there.
     *
     * @param records how many, at least
     */
    private record Loss(String reason, long records) {}

    TrailSeal(Path active, Surroundings surroundings, Clock clock) {
        this.active = active;
        this.sealing = new Sealing(
                new SealChain(active, surroundings::create, clock),
                surroundings,
                new Memory(active, surroundings, said::add));
    }

    /** Seals with this key from the next checkpoint on. */
    void use(Signer signer) {
        sealing.use(signer);
    }

    @Override
    public void adopt(SealedFile file, long cutBytes) {
        if (adopted) {
            compare(file);
            if (cutBytes > 0) {
                attempt(() -> sealing.seal(Why.FOUND, Remark.bytes(cutBytes), file));
            }
            return;
        }
        attempt(() -> {
            lost = sealing.resume(file.length());
            adopted = true;
            Why last = sealing.lastWhy();
            Why why = last == null ? Why.BEGIN : last == Why.STOP ? Why.FOUND : Why.CRASH;
            key = file.key();
            expected = file.length();
            sealing.fallBehind(why);
            cutTo(expected);
            long before = sealing.sequence();
            sealing.settle(file);
            boolean saysAnyhow = why != Why.FOUND && lost == null && sealing.sequence() == before;
            if (saysAnyhow || cutBytes > 0) {
                sealing.seal(why, Remark.bytes(cutBytes), file);
            }
            tellLoss();
        });
    }

    /** What had been sealed is gone; how much, shows only when all that is still there has been counted. */
    private void tellLoss() {
        Checkpoint known = lost;
        if (known != null) {
            lost = null;
            long records = known.lines().first() + known.lines().count() - 1;
            losses.add(new Loss(
                    active + ": its end was cut off, or it was replaced, while nobody wrote to it: checkpoint "
                            + known.sequence() + " of " + known.time() + " had been made and is gone",
                    Math.max(0, records - sealing.linesSealed())));
        }
    }

    @Override
    public void beforeWrite(SealedFile file) {
        compare(file);
        if (adopted && !started && !failing) {
            attempt(() -> {
                sealing.settle(file);
                sealing.seal(Why.START, Remark.NONE, file);
                started = true;
            });
        }
    }

    /** What the file has beyond what we have written, or lacks of it, is someone else's doing. */
    private void compare(SealedFile file) {
        if (!adopted) {
            return;
        }
        attempt(() -> {
            long length = file.length();
            if (length == expected) {
                return;
            }
            boolean shorter = length < expected;
            expected = length;
            if (!failing && !sealing.isComplete()) {
                sealing.settle(file);
                sealing.seal(Why.TIME, Remark.NONE, file);
            }
            sealing.fallBehind(Why.FOUND);
            if (shorter) {
                cutTo(length);
            }
            if (!failing) {
                long before = sealing.sequence();
                sealing.settle(file);
                if (!shorter && sealing.sequence() == before) {
                    sealing.seal(Why.FOUND, Remark.NONE, file);
                }
            }
        });
    }

    private void cutTo(long length) throws IOException {
        long gone = sealing.sealedTo() - length;
        if (gone <= 0 || sealing.owesMove()) {
            return;
        }
        if (length == 0) {
            sealing.takenAway();
        } else {
            sealing.owe(Why.SHORTENED, Remark.bytes(gone));
        }
    }

    @Override
    public void wrote(SealedFile file, List<ByteBuffer> records) {
        for (ByteBuffer record : records) {
            expected += record.remaining() + 1;
        }
        attempt(() -> {
            for (ByteBuffer record : records) {
                sealing.line(record);
            }
        });
    }

    @Override
    public void tend(SealedFile file) {
        if (adopted) {
            compare(file);
        } else {
            adopt(file, 0);
        }
        if (adopted && !sealing.isComplete()) {
            attempt(() -> {
                long before = sealing.sequence();
                sealing.settle(file);
                if (!sealing.isComplete() || sealing.sequence() == before) {
                    sealing.seal(Why.TIME, Remark.NONE, file);
                }
                tellLoss();
            });
        }
    }

    @Override
    public void rolling(SealedFile file, String name) throws IOException {
        tend(file);
        if (!adopted) {
            throw new IOException(SealFile.of(active) + " cannot be read");
        }
        sealing.finish(file, name);
        rollingTo = name;
    }

    @Override
    public void rolled(SealedFile fresh) {
        sealing.startFile(rollingTo);
        key = fresh.key();
        expected = 0;
        attempt(() -> sealing.settle(fresh));
    }

    @Override
    public void moved(SealedFile old, SealedFile fresh) {
        if (key != null && key.equals(fresh.key())) {
            // Another destination of this process on this path has rolled it.
            return;
        }
        key = fresh.key();
        if (adopted) {
            attempt(() -> sealing.settle(old));
            expected = 0;
            attempt(sealing::takenAway);
            attempt(() -> sealing.settle(fresh));
        }
    }

    @Override
    public boolean pruned(Path removed, SealedFile file) {
        Path seal = SealFile.of(removed);
        try {
            Checkpoint first = SealFile.first(seal);
            Checkpoint last = SealFile.last(seal);
            if (!adopted || first == null || last == null || !sealing.isOfThisTrail(first)) {
                return false;
            }
            String name = String.valueOf(removed.getFileName());
            sealing.owe(Why.PRUNED, new Remark(name, 0, first.beginning(), last.sequence()));
            if (!failing) {
                attempt(() -> sealing.settle(file));
            }
            return true;
        } catch (IOException e) {
            said.add(seal + ": cannot be read (" + e + "), so the seal cannot say that `keep` removed its file");
            return false;
        }
    }

    @Override
    public void report(Consumer<Checkpoint> checkpoints, Consumer<String> warnings, ObjLongConsumer<String> gaps) {
        Queue<Checkpoint> made = sealing.made();
        for (Checkpoint one = made.poll(); one != null; one = made.poll()) {
            checkpoints.accept(one);
        }
        for (String one = said.poll(); one != null; one = said.poll()) {
            warnings.accept(one);
        }
        for (Loss one = losses.poll(); one != null; one = losses.poll()) {
            gaps.accept(one.reason, one.records);
        }
    }

    @Override
    public void close(SealedFile file) {
        if (!SharedSeals.release(active)) {
            return;
        }
        if (adopted) {
            compare(file);
            attempt(() -> {
                sealing.settle(file);
                if (sealing.lastWhy() != Why.STOP) {
                    sealing.seal(Why.STOP, Remark.NONE, file);
                }
            });
        }
        sealing.end();
    }

    /** A step that may fail for want of space or of permission. */
    private interface Step {
        void run() throws IOException;
    }

    private void attempt(Step step) {
        try {
            step.run();
            if (failing && sealing.isComplete()) {
                failing = false;
                said.add(SealFile.of(active) + ": the trail could be sealed again");
            }
        } catch (IOException | RuntimeException e) {
            // A record that was written must not seem to have failed: it would be written twice.
            sealing.fallBehind(Why.LATE);
            if (!failing) {
                failing = true;
                said.add(SealFile.of(active) + ": the trail cannot be sealed (" + e
                        + "); the records go on, and it is tried again every second");
            }
        }
    }
}
