package io.caretrail.core.seal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks one chain of checkpoints over all its files, and the files. */
final class TrailCheck {

    private final TrailFiles files;
    private final List<SealCheck> seals;
    private final Set<Path> claimed;
    private final Retention retention;
    private final List<Finding> findings = new ArrayList<>();
    private final List<String> statements = new ArrayList<>();
    private int read;
    private long records;
    private long checkpoints;
    private long unsealed;

    /**
     * A chain.
     *
     * @param seals its seals in the order of their sequence, each with a first checkpoint
     * @param claimed takes the files of records that belong to it
     */
    TrailCheck(TrailFiles files, List<SealCheck> seals, Set<Path> claimed) {
        this.files = files;
        this.seals = List.copyOf(seals);
        this.claimed = claimed;
        this.retention = new Retention(seals);
    }

    void run() throws IOException {
        SealCheck before = null;
        for (SealCheck seal : seals) {
            judgeBeginning(before, seal);
            if (seal.finding() != null) {
                findings.add(seal.finding());
            }
            if (seal.foreign() != null) {
                findings.add(seal.foreign());
            }
            judgeData(seal);
            seal.remarkable().forEach(one -> statements.add(Statement.of(one)));
            checkpoints += seal.good();
            if (before == null || last(seal).sequence() > last(before).sequence()) {
                before = seal;
            }
        }
        judgeEnd(newest());
    }

    private void judgeBeginning(@Nullable SealCheck before, SealCheck seal) {
        Checkpoint first = first(seal);
        long previous = before == null ? 0 : last(before).sequence();
        boolean unknown = before != null && before.finding() != null;
        if (first.beginning() > previous + 1 && !unknown) {
            boolean named = files.wholeFolders() || before != null;
            if (named && !retention.removed(previous + 1, first.beginning() - 1)) {
                String between = before == null
                        ? "before " + SealCheck.dataName(seal.seal())
                        : "between " + SealCheck.dataName(before.seal()) + " and " + SealCheck.dataName(seal.seal());
                findings.add(Finding.of(
                        seal.seal(),
                        "what stood " + between + " is missing with its seal (checkpoints " + (previous + 1) + " to "
                                + (first.beginning() - 1) + "), and retention has not removed it"));
            }
        } else if (before != null && !unknown) {
            String problem = SealCheck.link(last(before), first);
            if (problem != null) {
                findings.add(new Finding(seal.seal(), 1, 0, "this checkpoint " + problem));
            }
        }
        if (first.lines().from() > 0 && (before == null || first.beginning() <= previous + 1) && !unknown) {
            findings.add(new Finding(
                    seal.seal(), 1, 0, "this checkpoint does not begin with the file: those before it are missing"));
        }
    }

    private void judgeData(SealCheck seal) throws IOException {
        List<Path> data = files.dataOf(seal.seal());
        claimed.addAll(data);
        Checkpoint last = last(seal);
        boolean given = data.stream().anyMatch(files.data()::contains);
        if (last.why() == Why.MOVED && seal.finding() == null) {
            judgeMoved(seal);
        } else if (data.isEmpty() && files.wholeFolders()) {
            if (linesIn(seal) > 0) {
                findings.add(Finding.of(
                        seal.seal().resolveSibling(SealCheck.dataName(seal.seal())),
                        "is missing: " + linesIn(seal) + " records from "
                                + first(seal).time() + " to " + last.time()));
            }
        } else if (given) {
            judgeName(seal);
            for (Path file : data) {
                take(DataCheck.of(file, seal.seal(), seal.good()), seal, file);
            }
        }
    }

    private static long linesIn(SealCheck seal) {
        Lines lines = last(seal).lines();
        return lines.first() + lines.count() - 1;
    }

    private void judgeName(SealCheck seal) {
        Checkpoint last = last(seal);
        String name = SealCheck.dataName(seal.seal());
        boolean isActive = name.equals(last.file());
        boolean isRolled = last.why() == Why.ROLL && name.equals(last.remark().name());
        if (seal.finding() == null && !isRolled && !(isActive && seal == newest())) {
            findings.add(Finding.of(
                    seal.seal(),
                    last.why() == Why.ROLL
                            ? "belongs to " + last.remark().name() + ", not to a file of this name"
                            : "does not end as the seal of a complete file does: its last checkpoints are missing"));
        }
    }

    private void take(DataCheck check, SealCheck seal, Path file) {
        read++;
        records += check.records();
        if (check.finding() != null) {
            findings.add(check.finding());
        } else if (seal.finding() == null && check.tail() > 0) {
            Checkpoint last = last(seal);
            boolean open = seal == newest() && last.why() != Why.ROLL;
            if (open && last.why() != Why.STOP) {
                unsealed += check.tail();
            } else {
                findings.add(new Finding(
                        file,
                        check.tailLine(),
                        check.tailOffset(),
                        "this line and all behind it (" + check.tail()
                                + ") were added after the trail was closed here at " + last.time()));
            }
        }
    }

    /** Its file was moved away by someone else: it may be among the others, under whatever name. */
    private void judgeMoved(SealCheck seal) throws IOException {
        if (linesIn(seal) == 0) {
            return;
        }
        DataCheck nearest = null;
        Path nearestFile = null;
        for (Path file : files.data()) {
            if (claimed.contains(file) || TrailFiles.isSeal(file)) {
                continue;
            }
            DataCheck check = DataCheck.of(file, seal.seal(), seal.good());
            if (check.finding() == null && check.tail() == 0) {
                claimed.add(file);
                take(check, seal, file);
                statements.add(file.getFileName() + " is the file that was moved away at "
                        + last(seal).time());
                return;
            }
            if (nearest == null ? check.records() > 0 : check.records() > nearest.records()) {
                nearest = check;
                nearestFile = file;
            }
        }
        if (nearest != null && nearestFile != null) {
            claimed.add(nearestFile);
            take(nearest, seal, nearestFile);
        } else if (files.wholeFolders()) {
            findings.add(Finding.of(
                    seal.seal().resolveSibling(last(seal).file()),
                    "as it was until " + last(seal).time() + " is missing (" + linesIn(seal)
                            + " records): someone moved or removed it then; name its new path too"));
        }
    }

    private void judgeEnd(SealCheck newest) {
        Checkpoint last = last(newest);
        boolean complete = last.why() == Why.ROLL || last.why() == Why.MOVED;
        String name = SealCheck.dataName(newest.seal());
        if (complete && name.equals(last.file()) && newest.finding() == null) {
            findings.add(Finding.of(
                    newest.seal(),
                    "says that its file became " + last.remark().name() + ", and nothing comes behind: an old file was"
                            + " brought back, or the process died in that moment, and its next start mends it"));
        } else if (complete && newest.finding() == null && files.wholeFolders()) {
            findings.add(Finding.of(
                    newest.seal().resolveSibling(last.file() + SealFile.SUFFIX),
                    "is missing: the trail goes on after " + name));
        }
        claimed.add(newest.seal().resolveSibling(last.file()));
    }

    private SealCheck newest() {
        SealCheck newest = seals.get(0);
        for (SealCheck seal : seals) {
            newest = last(seal).sequence() > last(newest).sequence() ? seal : newest;
        }
        return newest;
    }

    List<Finding> findings() {
        return findings;
    }

    Verdict.Trail account() {
        Set<String> keys = new LinkedHashSet<>();
        boolean made = false;
        for (SealCheck seal : seals) {
            keys.addAll(seal.keys());
            made |= seal.keyMade();
        }
        return new Verdict.Trail(
                first(seals.get(0)).trail(),
                last(newest()).file(),
                read,
                records,
                checkpoints,
                first(seals.get(0)).time(),
                last(newest()).time(),
                unsealed,
                List.copyOf(keys),
                made,
                retention.to(),
                statements);
    }

    private static Checkpoint first(SealCheck seal) {
        return Objects.requireNonNull(seal.first());
    }

    private static Checkpoint last(SealCheck seal) {
        return Objects.requireNonNull(seal.last());
    }
}
