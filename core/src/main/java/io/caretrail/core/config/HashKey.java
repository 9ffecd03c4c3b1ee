package io.caretrail.core.config;

import java.io.IOException;
import java.nio.file.Path;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** The key of {@code uri.query: hash}. */
public final class HashKey {

    /** Bytes; below this the hash of a short query could be turned back by trying keys. */
    private static final int LEAST = 16;

    private HashKey() {}

    /** Null when the query is not hashed, or when the key cannot be had; the problem is then collected. */
    static @Nullable SecretKey read(GivenKeys given, Values values, FilesRead files, Problems problems) {
        if (!"hash".equals(values.find("uri.query", String.class))) {
            return null;
        }
        Values.Value shown = values.value("uri.hashKeyFile");
        if (shown == null) {
            if (!given.has("uri.hashKeyFile")) {
                String instead = "uri.query: hash needs the file of a key, such as /etc/caretrail/hash.key";
                problems.add(given.origin("uri.query"), "uri.hashKeyFile", "is missing", instead);
            }
            return null;
        }
        try {
            return of((Path) shown.typed(), files);
        } catch (IOException unusable) {
            problems.add(
                    shown.origin(),
                    shown.key(),
                    shown.written() + ": the file " + unusable.getMessage(),
                    "make it with: openssl rand -out FILE 32, and let the server's user read it");
            return null;
        }
    }

    /**
     * The key as the file holds it.
     *
     * @throws IOException when it cannot be had; the message goes on behind the file's name: {@code is a folder}
     */
    public static SecretKey of(Path file) throws IOException {
        return of(file, new FilesRead());
    }

    private static SecretKey of(Path file, FilesRead files) throws IOException {
        byte[] key = files.read(file, FilesRead.VALUE_LIMIT);
        if (key.length < LEAST) {
            throw new IOException("has fewer than " + LEAST + " bytes");
        }
        return new SecretKeySpec(key, "HmacSHA256");
    }
}
