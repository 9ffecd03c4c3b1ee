package io.caretrail.core.seal;

import io.caretrail.core.seal.Checkpoint.Remark;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The checkpoints of a trail, each bound to the one before it over all files; knows where the next one goes. */
final class SealChain {

    private static final String EXTENSION = ".ndjson";

    private final Path active;
    private final Path seal;
    private final SealFile.Creator creator;
    private final Clock clock;

    private String trail = "";
    private long sequence;
    private String previous = Hash.NONE;
    private long prunedTo;
    private boolean introduced;

    /** What the seal of the active file is to be called before a checkpoint goes to the new one; null for nothing. */
    private @Nullable Path owedName;

    SealChain(Path active, SealFile.Creator creator, Clock clock) {
        this.active = active;
        this.seal = SealFile.of(active);
        this.creator = creator;
        this.clock = clock;
    }

    /**
     * Finds where the chain ends; begins one when there is none.
     *
     * @return the last checkpoint when it is of the file that is active now or of the one before; null when there is none
     */
    @Nullable
    Checkpoint resume() throws IOException {
        Checkpoint last = SealFile.last(seal);
        if (last == null) {
            last = newestRolled();
        }
        if (last == null) {
            byte[] id = new byte[16];
            new SecureRandom().nextBytes(id);
            trail = Hash.hex(id);
            sequence = 0;
            return null;
        }
        trail = last.trail();
        sequence = last.sequence();
        previous = last.hash();
        prunedTo = last.prunedTo();
        return last;
    }

    private @Nullable Checkpoint newestRolled() throws IOException {
        Checkpoint newest = null;
        String file = fileName(active);
        String name = file.endsWith(EXTENSION) ? file.substring(0, file.length() - EXTENSION.length()) : file;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder())) {
            for (Path other : files) {
                String otherName = fileName(other);
                if (otherName.startsWith(name + ".") && otherName.endsWith(EXTENSION + SealFile.SUFFIX)) {
                    Checkpoint last = SealFile.last(other);
                    if (last != null
                            && last.file().equals(file)
                            && (newest == null || last.sequence() > newest.sequence())) {
                        newest = last;
                    }
                }
            }
        } catch (java.nio.file.DirectoryIteratorException e) {
            throw e.getCause();
        }
        return newest;
    }

    /**
     * What is to be said when this checkpoint was made and is not here; null when it is, or later ones are.
     *
     * @param last where the chain ends now; null when nothing is left of it
     */
    @Nullable
    Remark lacks(Checkpoint known, @Nullable Checkpoint last, long length) {
        long bytes = Math.max(0, known.lines().to() - length);
        if (last == null) {
            trail = known.trail();
            prunedTo = known.prunedTo();
            return new Remark(null, bytes, prunedTo + 1, known.sequence());
        }
        if (!last.trail().equals(known.trail())) {
            return new Remark(known.trail(), bytes, 1, known.sequence());
        }
        if (last.sequence() < known.sequence()) {
            return new Remark(null, bytes, last.sequence() + 1, known.sequence());
        }
        return last.sequence() == known.sequence() && !last.signedText().equals(known.signedText())
                ? new Remark(null, bytes, known.sequence(), known.sequence())
                : null;
    }

    /** Whether a crash came after the file of this last checkpoint had got its name. */
    boolean wasRenamed(Checkpoint last) {
        String name = last.remark().name();
        if (name == null || (last.why() != Why.ROLL && last.why() != Why.MOVED)) {
            return false;
        }
        Path file = folder().resolve(name);
        return last.why() == Why.MOVED
                || !Files.exists(seal)
                || Files.exists(file)
                || Files.exists(file.resolveSibling(name + ".gz"));
    }

    /** Signs and appends a checkpoint; when it throws, all is as before. */
    Checkpoint append(Why why, Lines lines, Remark remark, Signer signer) throws IOException {
        rename();
        long pruned = prunedTo;
        if (why == Why.PRUNED && remark.first() <= prunedTo + 1) {
            pruned = Math.max(prunedTo, remark.last());
        }
        // The numbers of those that are gone are not given again: whoever received them would see two of a kind.
        boolean skips = why == Why.LOST && remark.name() == null;
        Checkpoint made = new Checkpoint(
                        trail,
                        (skips ? Math.max(sequence, remark.last()) : sequence) + 1,
                        clock.instant().truncatedTo(ChronoUnit.MICROS),
                        why,
                        fileName(active),
                        lines,
                        remark,
                        pruned,
                        previous,
                        signer.keyId(),
                        introduced ? null : signer.publicKey(),
                        !introduced && signer.isMade(),
                        "")
                .signedBy(signer);
        SealFile.append(seal, made.line(), why != Why.COUNT, creator);
        sequence = made.sequence();
        previous = made.hash();
        prunedTo = pruned;
        introduced = true;
        return made;
    }

    /** The next checkpoint says the public key again. */
    void introduce() {
        introduced = false;
    }

    /** The checkpoints so far belong to a file of this name; what comes goes into a seal of its own. */
    void startFile(String nameOfOld) {
        owedName = SealFile.of(folder().resolve(nameOfOld));
        introduced = false;
    }

    /** Gives the old seal its name, where that has not been done. */
    void rename() throws IOException {
        if (owedName != null) {
            if (Files.exists(seal)) {
                Files.move(seal, owedName);
            }
            owedName = null;
        }
    }

    String trail() {
        return trail;
    }

    long sequence() {
        return sequence;
    }

    private Path folder() {
        return Objects.requireNonNull(active.getParent());
    }

    private static String fileName(Path path) {
        return String.valueOf(path.getFileName());
    }
}
