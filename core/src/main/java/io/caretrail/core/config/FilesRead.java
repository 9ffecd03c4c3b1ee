package io.caretrail.core.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads the files of one configuration and remembers what was in them, so that a change can be noticed by content. */
final class FilesRead {

    static final int CONFIGURATION_LIMIT = 1024 * 1024;
    static final int VALUE_LIMIT = 64 * 1024;

    private static final String MISSING = "missing";
    private static final String UNREADABLE = "unreadable";

    /** What was found in a file: the SHA-256 of what was read, or why nothing was, and how much was asked for. */
    record State(String found, int limit) {

        boolean isMissing() {
            return found.equals(MISSING);
        }

        boolean isEmpty() {
            return found.equals(EMPTY);
        }
    }

    private static final String EMPTY = sha256(new byte[0]);

    private final Map<Path, State> states = new LinkedHashMap<>();

    /**
     * Reads a file once; what it held is what {@link #states} says even if it changes afterwards.
     *
     * @throws IOException when it is not there, not readable or larger than the limit; the message is fit for a problem
     */
    byte[] read(Path file, int limit) throws IOException {
        states.put(file, new State(UNREADABLE, limit));
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(limit + 1);
            states.put(file, new State(sha256(bytes), limit));
            if (bytes.length <= limit) {
                return bytes;
            }
        } catch (NoSuchFileException absent) {
            states.put(file, new State(MISSING, limit));
            throw new IOException("does not exist", absent);
        } catch (AccessDeniedException denied) {
            throw new IOException("must not be read by this process", denied);
        } catch (IOException broken) {
            if (Files.isDirectory(file)) {
                throw new IOException("is a folder", broken);
            }
            // Java's own message has the path, which ${…} may have made a secret.
            String reason = broken instanceof FileSystemException named ? named.getReason() : null;
            throw new IOException("cannot be read" + (reason == null ? "" : " (" + reason + ")"), broken);
        }
        throw new IOException("is larger than " + limit / 1024 + " KB");
    }

    Map<Path, State> states() {
        return Map.copyOf(states);
    }

    /** Remembers another reading as this one. */
    void takeOver(Map<Path, State> seen) {
        states.putAll(seen);
    }

    /** The same files as they are now. */
    FilesRead again() {
        FilesRead now = new FilesRead();
        for (Map.Entry<Path, State> file : states.entrySet()) {
            try {
                now.read(file.getKey(), file.getValue().limit());
            } catch (IOException remembered) {
                // The state says it: missing or unreadable is what a comparison needs to know.
            }
        }
        return now;
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("SHA-256 is in every Java", impossible);
        }
    }
}
