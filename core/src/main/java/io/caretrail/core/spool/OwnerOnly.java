package io.caretrail.core.spool;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Files and folders that are made for nobody but their owner, whatever the umask, where there are such permissions. */
final class OwnerOnly {

    private OwnerOnly() {}

    /** Makes a folder and those above it, unless it is there. */
    static void createFolder(Path folder) throws IOException {
        Files.createDirectories(folder, attributes(folder, "rwx------"));
    }

    /** Opens a file to read and write; makes it where it is not there. */
    static RandomAccessFile open(Path file) throws IOException {
        if (Files.notExists(file, LinkOption.NOFOLLOW_LINKS)) {
            try {
                Files.createFile(file, attributes(file, "rw-------"));
            } catch (FileAlreadyExistsException madeMeanwhile) {
                // It is opened as it is.
            }
        }
        return new RandomAccessFile(file.toFile(), "rw");
    }

    private static FileAttribute<?>[] attributes(Path path, String mode) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))}
                : new FileAttribute<?>[0];
    }
}
