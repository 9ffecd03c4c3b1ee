package io.caretrail.core.destination;

import io.caretrail.core.file.OwnerOnly;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.function.Consumer;

/** The permissions of the files that are created. */
record FileMode(Set<PosixFilePermission> permissions) {

    /**
     * Creates an empty file with these permissions.
     *
     * @param warnings told when the file system cannot hold them; the file is made all the same
     * @throws java.nio.file.FileAlreadyExistsException when there is something of that name
     */
    void create(Path path, Consumer<String> warnings) throws IOException {
        if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            // Narrow first: the umask may take bits away, and nobody else may look in between.
            Files.createFile(path, OwnerOnly.file(path));
            try {
                Files.setPosixFilePermissions(path, permissions);
            } catch (IOException | UnsupportedOperationException e) {
                warnings.accept(path + ": mode " + PosixFilePermissions.toString(permissions) + " cannot be set there ("
                        + e + "); the file is open to its owner only");
            }
        } else {
            Files.createFile(path);
            File file = path.toFile();
            boolean narrowed = file.setReadable(false, false) && file.setReadable(true, true);
            warnings.accept(path + ": this file system has no POSIX modes, so mode "
                    + PosixFilePermissions.toString(permissions) + " is not applied; "
                    + (narrowed ? "only the owner may read it" : "set the access list of its folder"));
        }
    }
}
