package io.caretrail.core.destination;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Says of a failure what could not be written, why, and what to do. */
final class Remedy {

    private Remedy() {}

    static IOException explain(FileSettings settings, IOException failure) {
        Path path = settings.path();
        return new IOException(settings.key() + " \"" + path + "\": cannot be written: " + why(path, failure), failure);
    }

    private static String why(Path path, IOException failure) {
        if (Files.isDirectory(path)) {
            return "it is a directory; name a file in it, such as " + path.resolve("audit.ndjson");
        }
        Path folder = existingAncestor(path);
        if (folder != null && !Files.isDirectory(folder)) {
            return folder + " is not a directory; choose a path below a directory";
        }
        String reason = reason(failure);
        String words = reason.toLowerCase(Locale.ROOT);
        // Asked of the file system first: the words of the operating system follow its locale.
        if (isReadOnly(path) || words.contains("read-only")) {
            return "read-only file system; mount it writable or choose another path";
        }
        if (words.contains("space left") || words.contains("quota") || isFull(path)) {
            return "no space left (" + reason + "); free space there, lower `keep` or choose another path";
        }
        if (words.contains("too many open files")) {
            return "too many open files; raise the limit of the server's process (ulimit -n)";
        }
        boolean denied = (folder != null && !Files.isWritable(folder))
                || (Files.exists(path) && !Files.isWritable(path))
                || failure instanceof java.nio.file.AccessDeniedException;
        if (denied) {
            return "no permission for user " + System.getProperty("user.name")
                    + "; give that user write permission for the file and its folder, or choose another path";
        }
        return reason + "; make sure that the user " + System.getProperty("user.name")
                + " can create and write files there, or choose another path";
    }

    private static @Nullable Path existingAncestor(Path path) {
        Path folder = path.getParent();
        while (folder != null && !Files.exists(folder)) {
            folder = folder.getParent();
        }
        return folder;
    }

    /** The operating system's words, without the path that Java puts before them. */
    private static String reason(IOException failure) {
        if (failure instanceof FileSystemException e && e.getReason() != null) {
            return e.getReason();
        }
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message;
    }

    private static boolean isReadOnly(Path path) {
        Path there = Files.exists(path) ? path : existingAncestor(path);
        try {
            return there != null && Files.getFileStore(there).isReadOnly();
        } catch (IOException unknown) {
            return false;
        }
    }

    private static boolean isFull(Path path) {
        Path there = existingAncestor(path);
        try {
            FileStore store = there == null ? null : Files.getFileStore(there);
            // /proc and the like have no space at all; they are not full.
            return store != null && store.getTotalSpace() > 0 && store.getUsableSpace() == 0;
        } catch (IOException unknown) {
            return false;
        }
    }
}
