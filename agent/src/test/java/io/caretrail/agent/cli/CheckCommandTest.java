package io.caretrail.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code check} tries beside the destinations. */
class CheckCommandTest {

    @TempDir
    private Path folder;

    private Ran check(String... lines) throws IOException {
        Path file = Files.writeString(
                folder.resolve("caretrail.yaml"),
                String.join("\n", lines) + "\nsettings:\n  - destinations:\n      stdout: {}\n");
        return Ran.of("check", file);
    }

    private static void write(Path file, String label, byte[] der) throws IOException {
        Files.writeString(
                file,
                "-----BEGIN " + label + "-----\n" + Base64.getEncoder().encodeToString(der) + "\n-----END " + label
                        + "-----\n");
    }

    @Test
    void key_of_the_seals_is_read_and_named() throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        Path key = folder.resolve("seal.key");
        write(key, "PRIVATE KEY", pair.getPrivate().getEncoded());

        Ran ran = check("seal: { keyFile: " + key + " }");

        assertEquals(0, ran.status(), ran::toString);
        assertEquals("", ran.errors());
        assertTrue(
                ran.output().matches("(?s).*\nseal\\.keyFile: ready, seals with the key [0-9a-f]{64}\n.*"),
                ran::output);
    }

    @Test
    void public_key_in_place_of_the_private_one_is_a_problem() throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        Path key = folder.resolve("seal.key");
        write(key, "PUBLIC KEY", pair.getPublic().getEncoded());

        Ran ran = check("seal: { keyFile: " + key + " }");

        assertEquals(1, ran.status());
        assertEquals(
                "seal.keyFile: \"" + key + "\" holds PUBLIC KEY, not PRIVATE KEY; make a key with: openssl genpkey"
                        + " -algorithm ed25519 -out FILE\n",
                ran.errors());
        assertTrue(
                ran.output().endsWith("settings[0].destinations.stdout: ready\n"), "the others are tried all the same");
    }

    @Test
    void key_of_another_algorithm_and_one_that_is_not_there_are_problems() throws Exception {
        Path key = folder.resolve("seal.key");
        assertSaid(check("seal: { keyFile: " + key + " }"), "seal.keyFile", "does not exist");
        KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
        rsa.initialize(2048);
        write(key, "PRIVATE KEY", rsa.generateKeyPair().getPrivate().getEncoded());
        assertSaid(check("seal: { keyFile: " + key + " }"), "seal.keyFile", "holds no Ed25519 private key");
    }

    @Test
    void missing_key_of_the_hash_is_a_problem() throws Exception {
        Ran ran = check("uri: { query: hash, hashKeyFile: " + folder.resolve("hash.key") + " }");
        assertSaid(ran, "uri.hashKeyFile", "hash.key");
    }

    @Test
    void state_folder_is_tried_and_left_as_it_was() throws Exception {
        Path state = folder.resolve("a/state");
        Ran ran = check("state: " + state);
        assertEquals(0, ran.status(), ran::toString);
        assertTrue(ran.output().contains("\nstate: ready\n"), ran::output);
        try (Stream<Path> left = Files.list(folder)) {
            assertEquals(List.of(folder.resolve("caretrail.yaml")), left.toList());
        }
    }

    @Test
    void state_below_a_file_is_a_problem() throws Exception {
        Path plain = Files.writeString(folder.resolve("plain"), "a file");
        assertSaid(
                check("state: " + plain.resolve("state")),
                "state \"" + plain.resolve("state") + "\": cannot be used: " + plain,
                "is not a directory; remove it or set `state` to another folder");
    }

    private static void assertSaid(Ran ran, String key, String said) {
        assertEquals(1, ran.status(), ran::toString);
        assertTrue(ran.errors().contains(key), ran::errors);
        assertTrue(ran.errors().contains(said), ran::errors);
    }
}
