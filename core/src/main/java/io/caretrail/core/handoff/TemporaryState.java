package io.caretrail.core.handoff;

import io.caretrail.core.file.OwnerOnly;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.Consumer;

/**
 * A state folder below the temporary one, for want of a better place: found again by the next process with the same
 * configuration, and numbered where several run at once.
 */
final class TemporaryState {

    private static final int MOST_PROCESSES = 100;
    private static final int HASH_BYTES = 6;

    private final Path first;

    TemporaryState(String identity) {
        String user = System.getProperty("user.name", "").replaceAll("[^A-Za-z0-9._-]", "_");
        this.first = Path.of(System.getProperty("java.io.tmpdir"))
                .toAbsolutePath()
                .resolve("caretrail-" + user + "-" + hash(identity));
    }

    private static String hash(String identity) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(identity.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, HASH_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Takes the first folder that no live process holds; one that a dead process left is taken over with what is in it. */
    StateFolder open(String door, Consumer<String> messages) throws IOException {
        for (int number = 1; number <= MOST_PROCESSES; number++) {
            Path folder = number == 1 ? first : first.resolveSibling(first.getFileName() + "-" + number);
            if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS) && !OwnerOnly.isOurs(folder)) {
                // The temporary folder is everybody's: somebody may have put something of this name there.
                messages.accept(folder + ": was not made by this user, or others may write to it; it is not used");
                continue;
            }
            try {
                StateFolder taken = StateFolder.take(folder, door, messages);
                messages.accept("state is not set and there is no file destination to put it beside: " + folder
                        + " is used, which may be emptied when the machine restarts; set state to a folder that stays");
                return taken;
            } catch (FolderLock.HeldException byALiveProcess) {
                // The next number.
            }
        }
        throw new IOException(first + " to " + first.getFileName() + "-" + MOST_PROCESSES
                + ": all are in use; set state to a folder of its own for each server");
    }
}
