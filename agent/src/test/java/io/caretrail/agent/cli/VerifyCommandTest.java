package io.caretrail.agent.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caretrail.core.config.ConfigurationLoader;
import io.caretrail.core.config.DestinationSettings;
import io.caretrail.core.config.NamedFile;
import io.caretrail.core.config.Surroundings;
import io.caretrail.core.destination.Destination;
import io.caretrail.core.destination.DestinationContext;
import io.caretrail.core.destination.DestinationKinds;
import io.caretrail.core.destination.FileDestinationKind;
import io.caretrail.core.seal.Signer;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code verify}: 0 for intact, 1 for not, 2 for wrong usage. */
class VerifyCommandTest {

    @TempDir
    private Path folder;

    private Path trail;

    @BeforeEach
    void sealed_trail() throws Exception {
        trail = Files.createDirectory(folder.resolve("trail"));
        write(3);
    }

    private void write(int records) throws Exception {
        Path file = Files.writeString(
                folder.resolve("caretrail.yaml"),
                "settings:\n  - destinations:\n      file: { path: " + trail.resolve("audit.ndjson") + " }\n");
        DestinationSettings settings = new ConfigurationLoader(DestinationKinds.available())
                .loadFile(Surroundings.ofThisProcess(), new NamedFile(file.toString(), "the test"))
                .configuration()
                .settings()
                .get(0)
                .destinations()
                .get(0);
        try (Destination destination = new FileDestinationKind().open(settings, new Context())) {
            for (int i = 0; i < records; i++) {
                destination.write(List.of(ByteBuffer.wrap(("{\"record\":" + i + "}").getBytes(UTF_8))));
                destination.tend();
            }
        }
    }

    private Path key() {
        return folder.resolve("keys/seal.pub");
    }

    @Test
    void intact_trail_is_0() {
        Ran ran = Ran.of("verify", trail, "--key", key());
        assertEquals(0, ran.status(), ran::toString);
        assertTrue(ran.output().contains("\n  sealed     3 records in 1 files, "), ran::output);
        assertTrue(ran.output().contains("\nintact\n"), ran::output);
        assertEquals("", ran.errors());
    }

    @Test
    void key_that_does_not_match_is_a_finding_and_says_what_to_do() throws Exception {
        Signer.inFolder(folder.resolve("other"));

        Ran ran = Ran.of("verify", trail, "--key", folder.resolve("other/seal.pub"));

        assertEquals(1, ran.status());
        assertEquals(1, ran.errors().lines().count(), ran::errors);
        assertTrue(ran.errors().contains("audit.ndjson.seal: line 1, byte 0: this checkpoint is signed with the key "));
        assertTrue(
                ran.errors()
                        .endsWith("not with a key that was given: if it is an older or newer key of yours, give its"
                                + " public key too, else someone else made this seal\n"),
                ran::errors);
        assertTrue(ran.output().startsWith("NOT INTACT: 1 finding, the first: "), ran::output);
    }

    @Test
    void both_keys_are_wanted_after_a_change_of_the_key() throws Exception {
        Signer.inFolder(folder.resolve("other"));
        Ran ran = Ran.of("verify", trail, "--key", folder.resolve("other/seal.pub"), "--key", key());
        assertEquals(0, ran.status(), ran::toString);
    }

    @Test
    void key_that_is_none_is_wrong_usage() throws Exception {
        assertUsage(
                folder.resolve("keys/seal.key"),
                "holds PRIVATE KEY, not PUBLIC KEY; make it from the private key with: openssl pkey -in FILE -pubout");
        assertUsage(Files.writeString(folder.resolve("rubbish"), "rubbish"), "holds no Ed25519 public key");
        assertUsage(folder.resolve("nowhere"), "does not exist");
        assertUsage(folder, "is a directory; name a file in it");
    }

    private void assertUsage(Path key, String said) {
        Ran ran = Ran.of("verify", trail, "--key", key);
        assertEquals(2, ran.status(), ran::toString);
        assertEquals("", ran.output());
        assertTrue(ran.errors().contains(said), ran::errors);
        assertFalse(ran.errors().contains("\tat "), ran::errors);
    }

    @Test
    void row_14_altered_trail_is_1_and_names_the_place() throws Exception {
        Path file = trail.resolve("audit.ndjson");
        Files.writeString(file, Files.readString(file).replace("\"record\":1", "\"record\":7"));
        Ran ran = Ran.of("verify", trail, "--key", key());
        assertEquals(1, ran.status());
        assertEquals(file.toRealPath() + ": line 2, byte 13: this line is not the one that was sealed\n", ran.errors());
    }

    @Test
    void row_14_cut_end_that_a_start_noticed_is_1_and_names_the_place() throws Exception {
        Path file = trail.resolve("audit.ndjson");
        Path seal = trail.resolve("audit.ndjson.seal");
        Files.writeString(file, String.join("\n", Files.readAllLines(file).subList(0, 1)) + "\n");
        List<String> lines = Files.readAllLines(seal);
        Files.writeString(seal, String.join("\n", lines.subList(0, 3)) + "\n");
        assertEquals(0, Ran.of("verify", trail, "--key", key()).status(), "nothing has run since");

        write(1);

        Ran ran = Ran.of("verify", trail, "--key", key());
        assertEquals(1, ran.status(), ran::toString);
        assertTrue(
                ran.errors()
                        .startsWith(
                                file.toRealPath() + ": line 2, byte 13: what stood behind this place is gone with its"
                                        + " seals, as Caretrail noticed at "),
                ran::errors);
    }

    private final class Context implements DestinationContext {
        @Override
        public void pruned(String file, long bytes, long records) {}

        @Override
        public void warning(String message) {}

        @Override
        public void quarantined(long records, String reason) {}

        @Override
        public void missing(String reason, long records) {}

        @Override
        public Path folder() throws java.io.IOException {
            return Files.createDirectories(folder.resolve("state"));
        }

        @Override
        public Signer signer() {
            try {
                return Signer.inFolder(folder.resolve("keys"));
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }
}
