package io.caretrail.core.seal;

import io.caretrail.core.seal.Checkpoint.Remark;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Makes checkpoints of lines. Once one could not be written it keeps nothing in memory but what it owes: when one can be
 * written again, the lines are read back from the file. Every method that throws can be called again.
 */
final class Sealing {

    /** The most lines that one checkpoint covers. */
    static final int LINES = 1_000;

    private static final int BLOCK = 64 * 1024;

    /** A statement that covers no lines and could not be made in its time. */
    private record Owed(Why why, Remark remark) {}

    private final SealChain checkpoints;
    private final Seal.Surroundings surroundings;
    private final Memory memory;
    private final LineChain chain = new LineChain();
    private final Deque<Owed> owed = new ArrayDeque<>();
    private final Queue<Checkpoint> made = new ConcurrentLinkedQueue<>();
    private final LaterSignatures signatures = new LaterSignatures();

    private @Nullable Signer signer;
    private @Nullable Why lastWhy;

    /** Not null while lines stand in the file that were not taken as they were written. */
    private @Nullable Why behind;

    /** The file that the chain is at was taken away, and that could not be said yet. */
    private boolean moveOwed;

    Sealing(SealChain checkpoints, Seal.Surroundings surroundings, Memory memory) {
        this.checkpoints = checkpoints;
        this.surroundings = surroundings;
        this.memory = memory;
    }

    void use(Signer next) {
        awaitSignatures();
        if (signer == null || !signer.keyId().equals(next.keyId())) {
            signer = next;
            checkpoints.introduce();
        }
    }

    /**
     * Goes on where the checkpoints on the disk end.
     *
     * @param length of the file, in bytes
     * @return the last one that is known to have been made, when it is not there any more
     */
    @Nullable
    Checkpoint resume(long length) throws IOException {
        owed.clear();
        Checkpoint known = memory.last();
        Checkpoint last = checkpoints.resume();
        Remark lacking = known == null ? null : checkpoints.lacks(known, last, length);
        if (last != null) {
            goOnBehind(last);
        }
        if (known == null || lacking == null) {
            return null;
        }
        emit(Why.LOST, chain.lines().none(), lacking);
        return known;
    }

    private void goOnBehind(Checkpoint last) {
        lastWhy = last.why();
        Lines lines = last.lines();
        // A file that was cut goes on where it was cut, not where it had ended.
        long gone = last.why() == Why.SHORTENED ? last.remark().bytes() : 0;
        chain.resume(lines.after(), lines.to() - gone, lines.first() + lines.count());
        if (checkpoints.wasRenamed(last)) {
            startFile(Objects.requireNonNull(last.remark().name()));
        }
    }

    /** Null when no checkpoint was ever made. */
    @Nullable
    Why lastWhy() {
        awaitSignatures();
        return lastWhy;
    }

    long sequence() {
        awaitSignatures();
        return checkpoints.sequence();
    }

    long sealedTo() {
        awaitSignatures();
        return chain.sealedTo();
    }

    /** How many lines of the file the checkpoints cover. */
    long linesSealed() {
        awaitSignatures();
        return chain.lines().first() - 1;
    }

    boolean isComplete() {
        awaitSignatures();
        return behind == null && owed.isEmpty() && !moveOwed && chain.count() == 0;
    }

    boolean owesMove() {
        return moveOwed;
    }

    /** Takes a line that has just been written; nothing when lines before it still have to be read back. */
    void line(ByteBuffer record) {
        if (behind != null) {
            return;
        }
        chain.line(record);
        if (chain.count() >= LINES) {
            Lines lines = chain.lines();
            chain.sealed();
            signatures.add(lines, () -> emit(Why.COUNT, lines, Remark.NONE));
        }
    }

    /** Nothing else may touch the checkpoints while some are being made. */
    private void awaitSignatures() {
        Lines lacking = signatures.await();
        if (lacking != null) {
            chain.resume(lacking.before(), lacking.from(), lacking.first());
            behind = Why.LATE;
        }
    }

    /** The lines from the last checkpoint on have to be read from the file. */
    void fallBehind(Why why) {
        awaitSignatures();
        chain.rewind();
        behind = behind == null ? why : behind;
    }

    /** What is to be said before anything else. */
    void owe(Why why, Remark remark) {
        owed.add(new Owed(why, remark));
    }

    /** Says what is owed and reads back what has not been taken. */
    void settle(SealedFile file) throws IOException {
        awaitSignatures();
        checkpoints.rename();
        if (moveOwed) {
            takenAway();
        }
        while (!owed.isEmpty()) {
            Owed one = owed.getFirst();
            emit(one.why, chain.lines().none(), one.remark);
            if (one.why == Why.SHORTENED) {
                Lines lines = chain.lines();
                chain.resume(lines.before(), lines.from() - one.remark.bytes(), lines.first());
            }
            owed.removeFirst();
        }
        if (behind != null) {
            readBack(file, behind);
            behind = null;
        }
    }

    private void readBack(SealedFile file, Why why) throws IOException {
        chain.rewind();
        long end = file.length();
        byte[] block = new byte[BLOCK];
        while (chain.position() < end) {
            int n = file.read(chain.position(), block);
            if (n < 0) {
                break;
            }
            chain.bytes(block, (int) Math.min(n, end - chain.position()), LINES);
            if (chain.count() >= LINES) {
                seal(why, Remark.NONE, file);
            }
        }
        if (chain.count() > 0) {
            seal(why, Remark.NONE, file);
        }
    }

    /** Makes a checkpoint of the whole lines taken since the last one. */
    void seal(Why why, Remark remark, SealedFile file) throws IOException {
        awaitSignatures();
        // The lines first: after a power failure no checkpoint may speak of lines that are not there. Not for each
        // thousand under load: the disk would set the pace of the trail, and the next second's sync comes soon enough.
        if (chain.count() > 0) {
            file.sync();
        }
        emit(why, chain.lines(), remark);
        chain.sealed();
    }

    /** Makes the last checkpoint of a file that gets this name. */
    void finish(SealedFile file, String name) throws IOException {
        settle(file);
        chain.endOfFile();
        seal(Why.ROLL, Remark.name(name), file);
    }

    /** The file that was finished has its name, and a new one is there. */
    void startFile(String nameOfOld) {
        awaitSignatures();
        checkpoints.startFile(nameOfOld);
        chain.startFile();
        // At once: from here on a trail that ends with the file before is one that was cut.
        owe(Why.OPEN, Remark.NONE);
    }

    /** The file was taken away; what was taken of it is sealed. */
    void takenAway() throws IOException {
        awaitSignatures();
        moveOwed = true;
        chain.endOfFile();
        String name = surroundings.nextName();
        emit(Why.MOVED, chain.lines(), Remark.name(name));
        chain.sealed();
        startFile(name);
        moveOwed = false;
        checkpoints.rename();
    }

    private void emit(Why why, Lines lines, Remark remark) throws IOException {
        // The first of all says so, however late it comes.
        Why said = checkpoints.sequence() == 0 && why != Why.LOST ? Why.BEGIN : why;
        Checkpoint checkpoint = checkpoints.append(said, lines, remark, Objects.requireNonNull(signer));
        made.add(checkpoint);
        lastWhy = said;
        if (said != Why.COUNT) {
            memory.keep(checkpoint);
        }
    }

    /** Lets go of the thread that signs; no line may come any more. */
    void end() {
        awaitSignatures();
        signatures.end();
    }

    Queue<Checkpoint> made() {
        return made;
    }

    boolean isOfThisTrail(Checkpoint checkpoint) {
        return checkpoint.trail().equals(checkpoints.trail());
    }
}
