package io.caretrail.core.spool;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileStore;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Says of a failure what could not be done with a spool, why, and what to do. */
final class Remedy {

    private Remedy() {}

    static IOException explain(Path folder, IOException failure) {
        return new IOException("spool \"" + folder + "\": cannot be used: " + why(folder, failure), failure);
    }

    private static String why(Path folder, IOException failure) {
        Path there = folder;
        while (!Files.exists(there) && there.getParent() != null) {
            there = there.getParent();
        }
        if (!Files.isDirectory(there)) {
            return there + " is not a directory; remove it or choose another `state`";
        }
        String reason = reason(failure);
        String words = reason.toLowerCase(Locale.ROOT);
        // Asked of the file system first: the words of the operating system follow its locale.
        if (isReadOnly(there) || words.contains("read-only")) {
            return "read-only file system; mount it writable or choose another `state`";
        }
        if (words.contains("space left") || words.contains("quota") || words.contains("file too large")) {
            return "no space left (" + reason + "); free space there or choose another `state`";
        }
        if (words.contains("too many open files")) {
            return "too many open files; raise the limit of the server's process (ulimit -n)";
        }
        if (failure instanceof AccessDeniedException || !Files.isWritable(there)) {
            return "no permission for user " + System.getProperty("user.name") + " in " + there
                    + "; give that user write permission for it and all in it, or choose another `state`";
        }
        return reason + "; make sure that the user " + System.getProperty("user.name")
                + " can create, write and read files there, and check the disk";
    }

    /** The operating system's words, without the path that Java puts before them. */
    private static String reason(IOException failure) {
        if (failure instanceof FileSystemException e && e.getReason() != null) {
            return e.getReason();
        }
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message;
    }

    private static boolean isReadOnly(Path there) {
        try {
            FileStore store = Files.getFileStore(there);
            return store.isReadOnly();
        } catch (IOException unknown) {
            return false;
        }
    }
}
