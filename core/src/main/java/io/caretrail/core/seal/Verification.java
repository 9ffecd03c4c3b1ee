package io.caretrail.core.seal;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Checks trails against their seals (contract, {@code verify}). Reads and writes nothing else; the trail may be written to
 * meanwhile. Memory does not grow with the length of a trail.
 */
public final class Verification {

    /** How often to look again when files were rolled, compressed or removed while they were read. */
    private static final int TRIES = 5;

    private final TrailFiles files;
    private final TrustedKeys keys;
    private final List<Verdict.Trail> trails = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();

    private Verification(TrailFiles files, TrustedKeys keys) {
        this.files = files;
        this.keys = keys;
    }

    /**
     * Checks files and folders.
     *
     * @param paths files of records, plain or compressed, or folders of them, in any order; all must exist
     * @param keys files of public keys; with none the seals are checked with the keys they state themselves
     * @param against files of records that hold {@code Caretrail.Checkpoint} records received elsewhere; may be empty
     * @throws IOException when a file cannot be read, or a key is none: which one and why
     */
    public static Verdict of(List<Path> paths, List<Path> keys, List<Path> against) throws IOException {
        for (int tries = 1; ; tries++) {
            TrailFiles files = TrailFiles.of(paths);
            Map<Path, String> before = files.snapshot();
            try {
                Verdict verdict = new Verification(files, new TrustedKeys(keys)).run(against);
                if (verdict.isIntact()
                        || tries == TRIES
                        || before.equals(TrailFiles.of(paths).snapshot())) {
                    return verdict;
                }
            } catch (FileNotFoundException | NoSuchFileException e) {
                if (tries == TRIES || before.equals(TrailFiles.of(paths).snapshot())) {
                    throw e;
                }
            }
        }
    }

    /** @throws IOException which file is no public key, and how to make one */
    public static void checkKeys(List<Path> keys) throws IOException {
        new TrustedKeys(keys);
    }

    private Verdict run(List<Path> against) throws IOException {
        Map<String, List<SealCheck>> byTrail = new TreeMap<>();
        Set<Path> claimed = new TreeSet<>();
        for (Path seal : files.seals()) {
            SealCheck check = SealCheck.of(seal, keys);
            if (check.first() == null) {
                if (check.finding() != null) {
                    findings.add(check.finding());
                    claimed.addAll(files.dataOf(seal));
                }
            } else {
                byTrail.computeIfAbsent(check.first().trail(), id -> new ArrayList<>())
                        .add(check);
            }
        }
        for (List<SealCheck> seals : byTrail.values()) {
            seals.sort(Comparator.comparingLong(
                    seal -> seal.first() == null ? 0 : seal.first().sequence()));
            TrailCheck trail = new TrailCheck(files, seals, claimed);
            trail.run();
            trails.add(trail.account());
            findings.addAll(trail.findings());
        }
        for (Path file : files.data()) {
            if (!claimed.contains(file) && TrailFiles.isRecords(file)) {
                findings.add(
                        Finding.of(file, "has no seal that can be read: it is part of no trail that can be checked"));
            }
        }
        if (trails.isEmpty() && findings.isEmpty()) {
            findings.add(Finding.of(Path.of(""), "there is no sealed trail in what was named"));
        }
        findings.addAll(new Received(byTrail, keys).lacking(against));
        return new Verdict(trails, findings);
    }
}
