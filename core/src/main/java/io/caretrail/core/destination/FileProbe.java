package io.caretrail.core.destination;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Tries a file destination without touching what is there: a server may be writing to it. */
final class FileProbe {

    private FileProbe() {}

    /** Throws what {@link FileDestination#open} would throw. */
    static void check(FileSettings settings) throws IOException {
        Path path = settings.path();
        try {
            if (Files.exists(path)) {
                Files.newByteChannel(path, StandardOpenOption.WRITE, StandardOpenOption.APPEND)
                        .close();
            } else {
                Path probe = Files.createTempFile(nearestFolder(path), ".caretrail-check", null);
                Files.delete(probe);
            }
        } catch (IOException e) {
            throw settings.explained(e);
        }
    }

    private static Path nearestFolder(Path path) throws IOException {
        for (Path folder = path.getParent(); folder != null; folder = folder.getParent()) {
            if (Files.exists(folder)) {
                return folder;
            }
        }
        throw new IOException("no folder above it exists");
    }
}
