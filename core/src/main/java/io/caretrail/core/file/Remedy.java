package io.caretrail.core.file;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileStore;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Says why files could not be written, and what to do. Immutable.
 *
 * @param elsewhere how the operator would have them written elsewhere: {@code choose another path}
 * @param room how the operator makes room: {@code free space there}
 */
public record Remedy(String elsewhere, String room) {

    /**
     * The reason and the remedy.
     *
     * @param folder the folder of the files; neither it nor those above it need be there
     * @param file the file in it, or the folder again where it was none of them in particular
     */
    public String of(Path folder, Path file, IOException failure) {
        Path there = nearest(folder);
        if (there != null && !Files.isDirectory(there)) {
            return there + " is not a directory; remove it or " + elsewhere;
        }
        String reason = reason(failure);
        String words = reason.toLowerCase(Locale.ROOT);
        // Asked of the file system first: the words of the operating system follow its locale.
        if (isReadOnly(Files.exists(file) ? file : there) || words.contains("read-only")) {
            return "read-only file system; mount it writable or " + elsewhere;
        }
        boolean full = words.contains("space left") || words.contains("quota") || words.contains("file too large");
        if (full || isFull(there)) {
            return "no space left (" + reason + "); " + room + " or " + elsewhere;
        }
        if (words.contains("too many open files")) {
            return "too many open files; raise the limit of the server's process (ulimit -n)";
        }
        boolean denied = failure instanceof AccessDeniedException
                || (there != null && !Files.isWritable(there))
                || (Files.exists(file) && !Files.isWritable(file));
        if (denied) {
            return "no permission for user " + user() + " in " + there
                    + "; give that user write permission for it and all in it, or " + elsewhere;
        }
        return reason + "; make sure that the user " + user() + " can create, write and read files there, and check the"
                + " disk, or " + elsewhere;
    }

    private static String user() {
        return System.getProperty("user.name");
    }

    private static @Nullable Path nearest(Path folder) {
        Path there = folder;
        while (there != null && !Files.exists(there)) {
            there = there.getParent();
        }
        return there;
    }

    /** The operating system's words, without the path that Java puts before them. */
    private static String reason(IOException failure) {
        if (failure instanceof FileSystemException e && e.getReason() != null) {
            return e.getReason();
        }
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message;
    }

    private static boolean isReadOnly(@Nullable Path there) {
        try {
            return there != null && Files.getFileStore(there).isReadOnly();
        } catch (IOException unknown) {
            return false;
        }
    }

    private static boolean isFull(@Nullable Path there) {
        try {
            FileStore store = there == null ? null : Files.getFileStore(there);
            // /proc and the like have no space at all; they are not full.
            return store != null && store.getTotalSpace() > 0 && store.getUsableSpace() == 0;
        } catch (IOException unknown) {
            return false;
        }
    }
}
