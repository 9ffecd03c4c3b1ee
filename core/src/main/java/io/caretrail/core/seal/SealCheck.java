package io.caretrail.core.seal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks the lines of one seal: each signed, each bound to the one before it. */
final class SealCheck {

    private final Path seal;
    private final TrustedKeys keys;
    private final boolean everySignature;
    private @Nullable Checkpoint first;
    private @Nullable Checkpoint last;
    private final List<Checkpoint> remarkable = new ArrayList<>();
    private final Set<String> keyIds = new LinkedHashSet<>();
    private boolean keyMade;
    private long good;
    private @Nullable Finding finding;
    private @Nullable Finding foreign;

    private SealCheck(Path seal, TrustedKeys keys, boolean everySignature) {
        this.seal = seal;
        this.keys = keys;
        this.everySignature = everySignature;
    }

    static SealCheck of(Path seal, TrustedKeys keys) throws IOException {
        // Each line holds the hash of the one before it, signature and all: the last signature vouches for the file.
        SealCheck quick = read(seal, keys, false);
        if (quick.finding == null) {
            return quick;
        }
        // Now all of them, for the first place that is wrong.
        SealCheck thorough = read(seal, keys, true);
        return thorough.finding == null ? quick : thorough;
    }

    private static SealCheck read(Path seal, TrustedKeys keys, boolean everySignature) throws IOException {
        SealCheck check = new SealCheck(seal, keys, everySignature);
        try (SealFile.Reader lines = new SealFile.Reader(seal)) {
            check.run(lines);
        }
        return check;
    }

    private void run(SealFile.Reader lines) throws IOException {
        SealFile.Line end = null;
        for (SealFile.Line line = lines.next(); line != null; line = lines.next()) {
            if (line.torn()) {
                // Being written, or left by a crash; the next one that opens the trail removes it.
                break;
            }
            Checkpoint checkpoint = line.checkpoint();
            String problem = checkpoint == null ? "is no checkpoint: it was altered" : problem(checkpoint);
            if (checkpoint == null || problem != null) {
                finding = found(line, problem);
                return;
            }
            take(checkpoint);
            end = line;
        }
        String problem = end == null || last == null || everySignature ? null : keys.problem(last);
        if (end != null && problem != null) {
            finding = found(end, problem);
        }
    }

    private Finding found(SealFile.Line line, @Nullable String problem) {
        return new Finding(seal, line.number(), line.offset(), "this checkpoint " + problem);
    }

    private @Nullable String problem(Checkpoint checkpoint) {
        String wrongKey = everySignature ? keys.problem(checkpoint) : keys.keyProblem(checkpoint);
        if (wrongKey != null) {
            return wrongKey;
        }
        Lines lines = checkpoint.lines();
        boolean begins = checkpoint.sequence() == 1;
        if (lines.markBytes().length != lines.count() * LineChain.MARK_BYTES
                || begins != (checkpoint.why() == Why.BEGIN)
                || (begins && !checkpoint.previous().equals(Hash.NONE))) {
            return "contradicts itself";
        }
        return last == null ? null : link(last, checkpoint);
    }

    /** What is wrong with the link between two checkpoints that stand one behind the other; null when nothing is. */
    static @Nullable String link(Checkpoint one, Checkpoint next) {
        if (!next.trail().equals(one.trail())) {
            return "is of another trail than the one before it";
        }
        if (next.beginning() > one.sequence() + 1 || next.sequence() <= one.sequence()) {
            return "has the number " + next.sequence() + " and the one before it " + one.sequence()
                    + (next.sequence() > one.sequence() ? ": what stood between them is missing" : "");
        }
        if (!next.previous().equals(one.hash())
                || !next.lines().before().equals(one.lines().after())) {
            return "does not continue the one before it: one of them was replaced";
        }
        return null;
    }

    private void take(Checkpoint checkpoint) {
        if (first == null) {
            first = checkpoint;
        }
        last = checkpoint;
        good++;
        keyIds.add(checkpoint.key());
        keyMade |= checkpoint.keyMade();
        switch (checkpoint.why()) {
            case TIME, COUNT, START, STOP, ROLL, OPEN -> {}
            case BEGIN, CRASH, MOVED, SHORTENED, LATE, PRUNED -> remarkable.add(checkpoint);
            case LOST -> {
                remarkable.add(checkpoint);
                foreign = foreign == null ? lost(checkpoint) : foreign;
            }
            case FOUND -> {
                remarkable.add(checkpoint);
                if (foreign == null && checkpoint.remark().bytes() == 0) {
                    foreign = new Finding(
                            seal.resolveSibling(dataName(seal)),
                            checkpoint.lines().first(),
                            checkpoint.lines().from(),
                            checkpoint.lines().count()
                                    + " lines from here on were written by someone else, as Caretrail" + " noticed at "
                                    + checkpoint.time());
                }
            }
        }
    }

    private Finding lost(Checkpoint checkpoint) {
        Checkpoint.Remark gone = checkpoint.remark();
        String what = gone.name() == null
                ? "what stood behind this place is gone with its seals"
                : "another trail (" + gone.name() + ") stood here and is gone";
        return new Finding(
                seal.resolveSibling(dataName(seal)),
                checkpoint.lines().first(),
                checkpoint.lines().from(),
                what + ", as Caretrail noticed at " + checkpoint.time() + ": checkpoints " + gone.first() + " to "
                        + gone.last() + " had been made");
    }

    /** The name of the file that a seal belongs to, as long as it is not compressed. */
    static String dataName(Path seal) {
        String name = String.valueOf(seal.getFileName());
        return name.substring(0, name.length() - SealFile.SUFFIX.length());
    }

    Path seal() {
        return seal;
    }

    /** Null when not even the first line is good. */
    @Nullable
    Checkpoint first() {
        return first;
    }

    /** The last good one. */
    @Nullable
    Checkpoint last() {
        return last;
    }

    /** How many lines, from the first, are good. */
    long good() {
        return good;
    }

    /** The ids of the keys of the good ones, in the order in which they come. */
    Set<String> keys() {
        return keyIds;
    }

    boolean keyMade() {
        return keyMade;
    }

    /** Those that say more than that lines were sealed. */
    List<Checkpoint> remarkable() {
        return remarkable;
    }

    /** The first thing that is wrong with the seal; null when nothing is. */
    @Nullable
    Finding finding() {
        return finding;
    }

    /** The first lines that the seal itself calls foreign; null when there are none. */
    @Nullable
    Finding foreign() {
        return foreign;
    }
}
