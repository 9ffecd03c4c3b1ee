package io.caretrail.core.query;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is no record is reported and passed over, and costs none of the others. */
class DamagedTrailTest {

    @TempDir
    private Path folder;

    private Path file;

    private Answer answer(String... lines) throws Exception {
        file = Lines.write(folder.resolve("audit.ndjson"), lines);
        return Answer.to(Criteria.NONE, file);
    }

    @Test
    void foreign_lines_are_named_by_file_and_line_without_what_they_hold() throws Exception {
        Answer answer = answer(
                Lines.at(1, 1),
                "Nov 20 12:00:01 pacs-1 sshd[4711]: accepted \u001b[2J",
                "",
                "[1,2]",
                "{\"time\":\"2026-11-20T12:00:02Z\",\"operationName\":\"Retrieve\"",
                "{\"time\":\"2026-11-20T12:00:02Z\"}",
                "{\"time\":\"yesterday\",\"operationName\":\"Retrieve\"}",
                "{\"time\":1732104000,\"operationName\":\"Retrieve\"}",
                "{\"operationName\":\"Retrieve\"}",
                Lines.at(8, 8) + Lines.at(9, 9),
                Lines.at(2, 2));
        assertEquals(List.of("1", "2"), answer.ids());
        assertEquals(
                List.of(
                        file + ": line 2: is no JSON, at column 5; passed over",
                        file + ": line 3: is no JSON object; passed over",
                        file + ": line 4: is no JSON object; passed over",
                        file + ": line 5: is no JSON, at column 58; passed over",
                        file + ": line 6: is no record: its operationName is missing; passed over",
                        file + ": line 7: is no record: its time is none of RFC 3339; passed over",
                        file + ": line 8: is no record: its time is none of RFC 3339; passed over",
                        file + ": line 9: is no record: its time is missing; passed over",
                        file + ": line 10: holds more than one JSON object; passed over"),
                answer.problems);
        assertEquals(new Summary(2, 2, 9, 0), answer.summary);
    }

    @Test
    void many_foreign_lines_are_counted_and_ten_of_them_named() throws Exception {
        Answer answer = answer(Collections.nCopies(1_000, "rubbish").toArray(String[]::new));
        assertEquals(11, answer.problems.size());
        assertEquals(file + ": 990 more lines are no records; passed over", answer.problems.get(10));
        assertEquals(1_000, answer.summary.problems());
    }

    @Test
    void torn_last_line_of_the_active_file_is_no_damage() throws Exception {
        String torn = Lines.at(2, 2);
        Path active = Files.writeString(
                folder.resolve("audit.ndjson"), Lines.at(1, 1) + "\n" + torn.substring(0, torn.length() / 2));
        Answer answer = Answer.to(Criteria.NONE, folder);
        assertEquals(List.of("1"), answer.ids());
        assertEquals(List.of(), answer.problems);
        assertEquals(
                List.of(active.toRealPath()
                        + ": line 2: incomplete last line passed over; it is being written, or a crash left it"),
                answer.notes);
    }

    @Test
    void torn_last_line_of_a_rolled_file_is_damage() throws Exception {
        String torn = Lines.at(2, 2);
        Path rolled = Files.writeString(
                folder.resolve("audit.2026-11-20.1.ndjson"), Lines.at(1, 1) + "\n" + torn.substring(0, 99));
        Answer answer = Answer.to(Criteria.NONE, folder);
        assertEquals(List.of("1"), answer.ids());
        assertEquals(List.of(rolled.toRealPath() + ": line 2: is cut off in the middle; passed over"), answer.problems);
    }

    @Test
    void record_that_lacks_nothing_but_its_line_end_is_a_record() throws Exception {
        Files.writeString(folder.resolve("audit.ndjson"), Lines.at(1, 1) + "\n" + Lines.at(2, 2));
        assertEquals(List.of("1", "2"), Answer.to(Criteria.NONE, folder).ids());
    }

    @Test
    void lines_that_never_end_cost_no_memory_and_no_record() throws Exception {
        byte[] zeros = new byte[3 * RecordLines.LONGEST + 17];
        file = folder.resolve("audit.ndjson");
        Files.writeString(file, Lines.text(Lines.at(1, 1)));
        Files.write(file, zeros, StandardOpenOption.APPEND);
        Files.writeString(file, "\n" + Lines.text(Lines.at(2, 2)), StandardOpenOption.APPEND);
        Answer answer = Answer.to(Criteria.NONE, file);
        assertEquals(List.of("1", "2"), answer.ids());
        assertEquals(List.of(file + ": line 2: is longer than 1048576 bytes; passed over"), answer.problems);
    }

    @Test
    void record_longer_than_a_block_is_read_whole() throws Exception {
        String[] lines = new String[100];
        for (int i = 0; i < lines.length; i++) {
            lines[i] = Lines.with(i, Map.of("userAgent", "x".repeat(1 + i * 137)));
        }
        Answer answer = answer(lines);
        assertEquals(Arrays.asList(lines), answer.lines);
        assertEquals(List.of(), answer.problems);
    }

    @Test
    void invalid_utf_8_is_damage() throws Exception {
        byte[] line = (Lines.with(1, Map.of("host", "XX")) + "\n").getBytes(UTF_8);
        int at = new String(line, UTF_8).indexOf("XX");
        line[at] = (byte) 0xC3;
        line[at + 1] = (byte) 0x28;
        Files.write(folder.resolve("audit.ndjson"), line);
        assertEquals(1, Answer.to(Criteria.NONE, folder).summary.problems());
    }

    @Test
    void compressed_file_of_several_members_is_read_whole() throws Exception {
        file = Lines.compress(folder.resolve("audit.ndjson.gz"), Lines.at(1, 1));
        Lines.compress(file, Lines.at(2, 2), Lines.at(3, 3));
        Lines.compress(file);
        Answer answer = Answer.to(Criteria.NONE, file);
        assertEquals(List.of("1", "2", "3"), answer.ids());
        assertEquals(List.of(), answer.problems);
    }

    @Test
    void compressed_file_that_was_cut_gives_what_it_has() throws Exception {
        String[] lines = new String[2_000];
        for (int i = 0; i < lines.length; i++) {
            lines[i] = Lines.at(i, i);
        }
        byte[] whole = Lines.compressed(Lines.text(lines));
        file = Files.write(folder.resolve("audit.2026-11-20.1.ndjson.gz"), Arrays.copyOf(whole, whole.length / 2));
        Lines.write(folder.resolve("audit.ndjson"), Lines.at(9_999, 9_999));

        Answer answer = Answer.to(Criteria.NONE, folder);

        List<String> ids = answer.ids();
        assertTrue(ids.size() > 100 && ids.size() < 2_000, () -> ids.size() + " records");
        assertEquals("9999", ids.get(ids.size() - 1));
        assertEquals(1, answer.problems.size(), answer.problems::toString);
        assertTrue(
                answer.problems
                        .get(0)
                        .startsWith(
                                file.toRealPath() + ": the compressed data is damaged behind line " + (ids.size() - 1)),
                answer.problems::toString);
    }

    @Test
    void compressed_file_with_a_flipped_byte_is_reported() throws Exception {
        byte[] bytes = Lines.compressed(Lines.text(Lines.at(1, 1), Lines.at(2, 2)));
        bytes[bytes.length - 6] ^= 1;
        file = Files.write(folder.resolve("audit.ndjson.gz"), bytes);
        assertEquals(1, Answer.to(Criteria.NONE, file).summary.problems());
    }

    @Test
    void what_stands_behind_compressed_data_is_reported() throws Exception {
        file = Lines.compress(folder.resolve("audit.ndjson.gz"), Lines.at(1, 1));
        Files.writeString(file, "this is no member of a compressed file", StandardOpenOption.APPEND);
        Answer answer = Answer.to(Criteria.NONE, file);
        assertEquals(List.of("1"), answer.ids());
        assertEquals(
                List.of(file + ": the compressed data is damaged behind line 1 (what stands behind the compressed data"
                        + " is none); the rest of the file is passed over"),
                answer.problems);
    }

    @Test
    void file_that_is_not_compressed_and_one_without_a_byte_are_reported() throws Exception {
        file = Lines.write(folder.resolve("audit.ndjson.gz"), Lines.at(1, 1));
        assertTrue(
                Answer.to(Criteria.NONE, file).problems.get(0).startsWith(file + ": is no compressed file ("), "plain");
        Files.writeString(file, "");
        assertTrue(
                Answer.to(Criteria.NONE, file).problems.get(0).startsWith(file + ": is no compressed file ("), "empty");
    }

    @Test
    void empty_file_holds_no_records_and_no_damage() throws Exception {
        Answer answer = answer();
        assertEquals(new Summary(0, 0, 0, 0), answer.summary);
        assertEquals(List.of(), answer.notes);
    }

    @Test
    void folder_without_a_trail_is_reported() throws Exception {
        Files.writeString(folder.resolve("notes.txt"), "nothing");
        Answer answer = Answer.to(Criteria.NONE, folder);
        assertEquals(1, answer.summary.problems());
        assertTrue(answer.problems.get(0).contains("there is no file of records in it"), answer.problems::toString);
    }

    @Test
    void name_that_comes_a_thousand_times_and_depth_without_end_are_only_lines() throws Exception {
        String deep = "{\"time\":\"2026-11-20T12:00:00Z\",\"operationName\":\"o\",\"properties\":{\"a\":"
                + "[".repeat(5_000) + "]".repeat(5_000) + "}}";
        StringBuilder wide = new StringBuilder("{\"time\":\"2026-11-20T12:00:00Z\",\"operationName\":\"o\"");
        for (int i = 0; i < 50_000; i++) {
            wide.append(",\"n").append(i).append("\":0");
        }
        Answer answer = answer(deep, wide + "}", Lines.at(1, 1));
        assertEquals(2, answer.summary.found());
        assertEquals(1, answer.summary.problems());
    }
}
