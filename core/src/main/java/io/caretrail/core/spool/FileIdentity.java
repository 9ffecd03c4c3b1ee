package io.caretrail.core.spool;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Which file a path led to when it was opened. Immutable. */
record FileIdentity(Path path, @Nullable Object key) {

    static FileIdentity of(Path path) throws IOException {
        return new FileIdentity(path, key(path));
    }

    /** Whether the path still leads to that file: not deleted, renamed or replaced by someone else. */
    boolean isInPlace() {
        try {
            return Objects.equals(key, key(path));
        } catch (AccessDeniedException e) {
            // Cannot be told, and could not be opened anew either; what is open still takes entries.
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Null on Windows, where an open file cannot be deleted or renamed. */
    private static @Nullable Object key(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    }
}
