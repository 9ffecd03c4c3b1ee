package io.caretrail.core.seal;

import io.caretrail.core.file.OwnerOnly;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The last checkpoint of a trail, kept apart from the trail: shows at the next start whether the end was cut off together
 * with its seals. Its file has three lines: the signed text, the signature, and the SHA-256 of both. It is replaced whole, so a crash
 * leaves the one or the other. Only checkpoints that are on the disk come here: a loss of power, too, leaves a memory that
 * is behind the trail, not ahead of it.
 */
final class Memory {

    private static final String NAME = "sealed-";
    private static final String UNTOLD =
            ", so it cannot be told whether the end of the trail was cut off since; run" + " verify with --against";

    private final Path active;
    private final Seal.Surroundings surroundings;
    private final Consumer<String> warnings;
    private boolean failing;

    /**
     * Of one trail.
     *
     * @param active path of the trail's active file
     */
    Memory(Path active, Seal.Surroundings surroundings, Consumer<String> warnings) {
        this.active = active;
        this.surroundings = surroundings;
        this.warnings = warnings;
    }

    /** The last one kept; null when there is none, or none that can be read, which is said. */
    @Nullable
    Checkpoint last() {
        try {
            Path file = file();
            if (!Files.exists(file)) {
                return null;
            }
            String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
            String[] lines = text.split("\n", -1);
            Checkpoint read = lines.length == 4 ? CheckpointText.parseSigned(lines[0], lines[1]) : null;
            if (read == null || !text.equals(text(read))) {
                warnings.accept(file + ": is damaged" + UNTOLD);
                return null;
            }
            return read;
        } catch (IOException e) {
            warnings.accept(active + ": its last checkpoint cannot be read from `state` (" + e + ")" + UNTOLD);
            return null;
        }
    }

    void keep(Checkpoint checkpoint) {
        try {
            Path file = file();
            Path part = file.resolveSibling(file.getFileName() + ".part");
            OwnerOnly.create(part);
            Files.writeString(part, text(checkpoint));
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            failing = false;
        } catch (IOException e) {
            if (!failing) {
                failing = true;
                warnings.accept(active + ": its last checkpoint cannot be kept in `state` (" + e
                        + "); until it can, an end that is cut off is not noticed at the next start");
            }
        }
    }

    private static String text(Checkpoint checkpoint) {
        String text = checkpoint.signedText() + "\n" + checkpoint.signature() + "\n";
        return text + Hash.of(text) + "\n";
    }

    private Path file() throws IOException {
        return surroundings.state().resolve(NAME + Hash.of(active.toString()).substring(0, 16));
    }
}
