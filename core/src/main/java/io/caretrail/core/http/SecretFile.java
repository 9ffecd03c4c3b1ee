package io.caretrail.core.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * A file that holds a secret and may be changed at any time, so it is read whenever it is needed. No message shows any of
 * what is in it.
 *
 * @param key where its path stands in the configuration
 */
record SecretFile(String key, Path path) {

    private static final int LIMIT = 1024 * 1024;

    /** Its text, UTF-8, without the last line end; never empty. */
    String text() throws IOException {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes()))
                    .toString();
        } catch (CharacterCodingException binary) {
            throw new IOException(this + " is not UTF-8; save it as UTF-8", binary);
        }
        String secret = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
        secret = secret.endsWith("\r") ? secret.substring(0, secret.length() - 1) : secret;
        if (secret.isEmpty()) {
            throw new IOException(this + " is empty; write the secret into it");
        }
        return secret;
    }

    /** Its text, fit for a header. */
    String visible() throws IOException {
        String text = text();
        if (text.chars().anyMatch(character -> character < 0x20 || character > 0x7E)) {
            throw new IOException(this + " holds more than one line of ASCII; write the secret alone into it");
        }
        return text;
    }

    byte[] bytes() throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            byte[] bytes = in.readNBytes(LIMIT + 1);
            if (bytes.length > LIMIT) {
                throw new IOException(this + " is larger than 1 MB; correct the path");
            }
            return bytes;
        } catch (NoSuchFileException absent) {
            throw new IOException(this + " is not there; create it or correct the path", absent);
        } catch (AccessDeniedException denied) {
            throw new IOException(
                    this + " must not be read by user " + System.getProperty("user.name") + "; give it that right",
                    denied);
        } catch (FileSystemException broken) {
            throw new IOException(this + " cannot be read (" + broken.getReason() + "); correct the path", broken);
        }
    }

    @Override
    public String toString() {
        return key + " \"" + path + "\"";
    }
}
