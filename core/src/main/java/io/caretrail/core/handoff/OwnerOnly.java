package io.caretrail.core.handoff;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Files and folders that nobody but their owner may look into, where the file system has such permissions. */
final class OwnerOnly {

    private OwnerOnly() {}

    /** For a file that is made. */
    static FileAttribute<?>[] file(Path path) {
        return attributes(path, "rw-------");
    }

    static void createDirectory(Path folder) throws IOException {
        try {
            Files.createDirectory(folder, attributes(folder, "rwx------"));
        } catch (FileAlreadyExistsException madeMeanwhile) {
            if (!Files.isDirectory(folder)) {
                throw madeMeanwhile;
            }
        }
    }

    /** Whether somebody who is not the owner may write into it. */
    static boolean isOpenToOthers(Path folder) throws IOException {
        if (!hasModes(folder)) {
            return false;
        }
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(folder);
        return permissions.contains(PosixFilePermission.OTHERS_WRITE)
                || permissions.contains(PosixFilePermission.GROUP_WRITE);
    }

    /** Whether it is a folder, no link, made by this user and writable by nobody else. */
    static boolean isOurs(Path folder) throws IOException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS) || isOpenToOthers(folder)) {
            return false;
        }
        // Not by the name of the user: in a container there may be none for its number.
        Path made = Files.createTempFile("caretrail", ".owner");
        try {
            return Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS).equals(Files.getOwner(made));
        } finally {
            Files.delete(made);
        }
    }

    private static FileAttribute<?>[] attributes(Path path, String mode) {
        return hasModes(path)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))}
                : new FileAttribute<?>[0];
    }

    private static boolean hasModes(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
