package io.caretrail.core.file;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Files and folders that are made for nobody but their owner, whatever the umask, where the file system has such
 * permissions.
 */
public final class OwnerOnly {

    private OwnerOnly() {}

    /** The permissions of a file that is made at this path. */
    public static FileAttribute<?>[] file(Path path) {
        return attributes(path, "rw-------");
    }

    /** Makes an empty file; one that is there stays as it is. */
    public static void create(Path file) throws IOException {
        if (Files.notExists(file, LinkOption.NOFOLLOW_LINKS)) {
            try {
                Files.createFile(file, file(file));
            } catch (FileAlreadyExistsException madeMeanwhile) {
                return;
            }
        }
    }

    /** Opens a file to read and write; makes it where it is not there. */
    public static RandomAccessFile open(Path file) throws IOException {
        create(file);
        return new RandomAccessFile(file.toFile(), "rw");
    }

    /** Makes a folder; the one above it is there. */
    public static void createFolder(Path folder) throws IOException {
        try {
            Files.createDirectory(folder, attributes(folder, "rwx------"));
        } catch (FileAlreadyExistsException madeMeanwhile) {
            if (!Files.isDirectory(folder)) {
                throw madeMeanwhile;
            }
        }
    }

    /** Makes a folder and those above it, unless it is there. */
    public static void createFolders(Path folder) throws IOException {
        Files.createDirectories(folder, attributes(folder, "rwx------"));
    }

    /** Whether somebody who is not the owner may write into it. */
    public static boolean isOpenToOthers(Path folder) throws IOException {
        if (!hasModes(folder)) {
            return false;
        }
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(folder);
        return permissions.contains(PosixFilePermission.OTHERS_WRITE)
                || permissions.contains(PosixFilePermission.GROUP_WRITE);
    }

    /** Whether it is a folder, no link, made by this user and writable by nobody else. */
    public static boolean isOurs(Path folder) throws IOException {
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
