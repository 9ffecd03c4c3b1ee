package io.caretrail.core.destination;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caretrail.core.seal.Signer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The key that a trail is sealed with. */
class SealKeyTest {

    @TempDir
    Path folder;

    private SealedTrail trail;

    @BeforeEach
    void trail() throws IOException {
        trail = new SealedTrail(folder.resolve("trail"), folder.resolve("keys"));
    }

    @Test
    void made_key_is_for_its_owner_only() throws Exception {
        assertEquals(
                "rw-------",
                PosixFilePermissions.toString(Files.getPosixFilePermissions(trail.keys.resolve("seal.key"))));
        assertTrue(Signer.inFolder(trail.keys).isMade());
        assertEquals(
                trail.signer().keyId(),
                Signer.read(trail.keys.resolve("seal.key")).keyId());
    }

    @Test
    void wrong_key_file_is_refused_with_how_to_make_one() throws Exception {
        Path key = folder.resolve("seal.key");
        assertRefused(key, "does not exist");
        Files.write(key, "rubbish".getBytes(UTF_8));
        assertRefused(key, "no Ed25519 private key");
        Files.copy(trail.publicKey(), key, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertRefused(key, "holds PUBLIC KEY");
    }

    private static void assertRefused(Path key, String said) {
        String message = org.junit.jupiter.api.Assertions.assertThrows(IOException.class, () -> Signer.read(key))
                .getMessage();
        assertTrue(message.startsWith("seal.keyFile: \"" + key + "\" "), message);
        assertTrue(message.contains(said), message);
        assertTrue(message.contains("openssl genpkey -algorithm ed25519"), message);
    }
}
