package io.caretrail.core.destination;

import static io.caretrail.core.destination.SealedTrail.FIRST;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caretrail.core.seal.Finding;
import io.caretrail.core.seal.Verdict;
import io.caretrail.core.seal.Verification;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Row 14 of the faults: whoever changes a trail is found out, and where. */
class SealTamperingTest {

    private static final String ACTIVE = "audit.ndjson";
    private static final String THIRD = "audit.2026-03-01.3.ndjson";

    @TempDir
    Path folder;

    private SealedTrail trail;

    /**
     * One way to change a trail.
     *
     * @param place file and line that must be named; line 0 for the file as a whole
     * @param said part of what must be said
     */
    private record Tampering(String name, String place, long line, String said, Deed deed) {
        @Override
        public String toString() {
            return name;
        }
    }

    private interface Deed {
        void on(Path folder) throws Exception;
    }

    static Stream<Tampering> tamperings() {
        return Stream.of(
                new Tampering("a byte edited", ACTIVE, 7, "not the one that was sealed", edit(ACTIVE, lines -> {
                    lines.set(6, lines.get(6).replace("xx", "xy"));
                })),
                new Tampering(
                        "a line deleted", THIRD, 4, "1 line is missing here", edit(THIRD, lines -> lines.remove(3))),
                new Tampering(
                        "the last line of a checkpoint deleted",
                        THIRD,
                        5,
                        "1 line is missing here",
                        edit(THIRD, lines -> lines.remove(4))),
                new Tampering(
                        "a line inserted", ACTIVE, 3, "1 line was inserted", edit(ACTIVE, lines -> lines.add(2, "{}"))),
                new Tampering(
                        "two lines swapped",
                        ACTIVE,
                        5,
                        "swapped",
                        edit(ACTIVE, lines -> Collections.swap(lines, 4, 5))),
                new Tampering("the tail cut", ACTIVE, 9, "cut here", edit(ACTIVE, lines -> {
                    lines.remove(9);
                    lines.remove(8);
                })),
                new Tampering("the tail cut in the middle of a line", ACTIVE, 10, "cut here", folder -> {
                    byte[] all = Files.readAllBytes(folder.resolve(ACTIVE));
                    Files.write(folder.resolve(ACTIVE), java.util.Arrays.copyOf(all, all.length - 4));
                }),
                new Tampering(
                        "a line added at the end",
                        ACTIVE,
                        11,
                        "added after",
                        edit(ACTIVE, lines -> lines.add("{\"forged\":1}"))),
                new Tampering(
                        "an old file brought back",
                        ACTIVE,
                        1,
                        "not the one that was sealed",
                        folder -> Files.copy(
                                folder.resolve(THIRD), folder.resolve(ACTIVE), StandardCopyOption.REPLACE_EXISTING)),
                new Tampering("an old file and its seal brought back", ACTIVE + ".seal", 0, THIRD, folder -> {
                    Files.copy(folder.resolve(THIRD), folder.resolve(ACTIVE), StandardCopyOption.REPLACE_EXISTING);
                    Files.move(
                            folder.resolve(THIRD + ".seal"),
                            folder.resolve(ACTIVE + ".seal"),
                            StandardCopyOption.REPLACE_EXISTING);
                    Files.delete(folder.resolve(THIRD));
                }),
                new Tampering(
                        "a whole rolled file removed",
                        "audit.2026-03-01.2.ndjson",
                        0,
                        "is missing: 10 records",
                        folder -> Files.delete(folder.resolve("audit.2026-03-01.2.ndjson.gz"))),
                new Tampering("a whole rolled file and its seal removed", THIRD + ".seal", 0, "between", folder -> {
                    Files.delete(folder.resolve("audit.2026-03-01.2.ndjson.gz"));
                    Files.delete(folder.resolve("audit.2026-03-01.2.ndjson.seal"));
                }),
                new Tampering(
                        "the oldest file and its seal removed",
                        "audit.2026-03-01.2.ndjson.seal",
                        0,
                        "before audit.2026-03-01.2.ndjson is missing",
                        folder -> {
                            Files.delete(folder.resolve(FIRST + ".gz"));
                            Files.delete(folder.resolve(FIRST + ".seal"));
                        }),
                new Tampering("the active file and its seal removed", ACTIVE + ".seal", 0, "is missing", folder -> {
                    Files.delete(folder.resolve(ACTIVE));
                    Files.delete(folder.resolve(ACTIVE + ".seal"));
                }),
                new Tampering(
                        "an edit inside a compressed file",
                        FIRST + ".gz",
                        2,
                        "not the one that was sealed",
                        folder -> zipped(folder.resolve(FIRST + ".gz"), lines -> lines.set(1, lines.get(0)))),
                new Tampering("a compressed file damaged", FIRST + ".gz", 1, "compressed data is damaged", folder -> {
                    byte[] all = Files.readAllBytes(folder.resolve(FIRST + ".gz"));
                    Files.write(folder.resolve(FIRST + ".gz"), java.util.Arrays.copyOf(all, 20));
                }),
                new Tampering(
                        "a seal line altered",
                        THIRD + ".seal",
                        2,
                        "signature",
                        edit(
                                THIRD + ".seal",
                                lines -> lines.set(1, lines.get(1).replace("\"lines\":5", "\"lines\":6")))),
                new Tampering(
                        "a seal line removed",
                        THIRD + ".seal",
                        2,
                        "missing",
                        edit(THIRD + ".seal", lines -> lines.remove(1))),
                new Tampering(
                        "signed again with another key",
                        FIRST + ".seal",
                        1,
                        "not with a key that was given",
                        folder -> replaced(folder)),
                new Tampering(
                        "a file without seal put in",
                        "audit.2026-03-01.9.ndjson",
                        0,
                        "has no seal",
                        folder -> Files.writeString(folder.resolve("audit.2026-03-01.9.ndjson"), "{}\n")));
    }

    @BeforeEach
    void write() throws Exception {
        trail = new SealedTrail(folder.resolve("trail"), folder.resolve("keys"));
        trail.writeFour();
        trail.assertIntact();
    }

    @ParameterizedTest
    @MethodSource("tamperings")
    void row_14_verify_finds_tampering_and_names_the_place(Tampering tampering) throws Exception {
        tampering.deed.on(trail.folder);

        Verdict verdict = trail.verify();

        assertFalse(verdict.isIntact());
        Finding first = verdict.findings().get(0);
        assertEquals(tampering.place, first.file().getFileName().toString(), verdict::toString);
        assertEquals(tampering.line, first.line(), verdict::toString);
        assertTrue(first.what().contains(tampering.said), verdict::toString);
        if (first.line() > 1 && !tampering.place.endsWith(".seal")) {
            int length = SealedTrail.record(0).remaining() + 1;
            assertEquals((first.line() - 1) * length, first.offset(), verdict::toString);
        }
    }

    @Test
    void row_14_trail_made_with_another_key_is_consistent_and_found_only_with_the_key() throws Exception {
        replaced(trail.folder);
        assertTrue(Verification.of(List.of(trail.folder), List.of(), List.of()).isIntact());
        assertFalse(trail.verify().isIntact());
    }

    private interface Edit {
        void on(List<String> lines);
    }

    private static Deed edit(String file, Edit edit) {
        return folder -> {
            List<String> lines = new ArrayList<>(Files.readAllLines(folder.resolve(file)));
            edit.on(lines);
            Files.writeString(folder.resolve(file), String.join("\n", lines) + "\n");
        };
    }

    private static void zipped(Path file, Edit edit) throws IOException {
        List<String> lines;
        try (GZIPInputStream in = new GZIPInputStream(new FileInputStream(file.toFile()))) {
            lines = new ArrayList<>(new String(in.readAllBytes(), UTF_8).lines().toList());
        }
        edit.on(lines);
        try (OutputStream out = new GZIPOutputStream(new FileOutputStream(file.toFile()))) {
            out.write((String.join("\n", lines) + "\n").getBytes(UTF_8));
        }
    }

    /** In place of the trail another one, made by the same program with a key of the attacker's. */
    private static void replaced(Path folder) throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        new SealedTrail(folder, folder.resolveSibling("other-keys")).writeFour();
    }
}
