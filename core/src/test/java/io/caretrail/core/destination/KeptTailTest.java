package io.caretrail.core.destination;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptTailTest {

    @TempDir
    Path folder;

    private boolean isKept(String record) throws Exception {
        Path active = folder.resolve("audit.ndjson");
        return KeptTail.of(active, new FileNames(active))
                .test(ByteBuffer.wrap(record.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void record_is_found_in_the_active_file_and_over_rolls_compressed_or_not() throws Exception {
        Files.writeString(folder.resolve("audit.ndjson"), "one\ntwo\n");
        Files.writeString(folder.resolve("audit.2026-03-01.2.ndjson"), "three\n");
        try (OutputStream out =
                new GZIPOutputStream(Files.newOutputStream(folder.resolve("audit.2026-03-01.1.ndjson.gz")))) {
            out.write("four\n".getBytes(StandardCharsets.UTF_8));
        }
        Files.writeString(folder.resolve("audit.2026-02-28.1.ndjson.gz"), "no gzip");
        for (String record : new String[] {"one", "two", "three", "four"}) {
            assertTrue(isKept(record), record);
        }
        assertFalse(isKept("five"));
        assertFalse(isKept("tw"));
    }

    @Test
    void record_is_known_by_its_id_whatever_schema_it_was_written_in() throws Exception {
        Files.writeString(folder.resolve("audit.ndjson"), """
            {"time":"2026-11-20T09:14:03.120457Z","recordId":"a.0","resourceId":"/x"}
            {"TimeGenerated":"2026-11-20T09:14:03.120457Z","RecordId":"b.0","_ResourceId":"/x"}
            {"time":"2026-11-20T09:14:03.120457Z","note":"long enough that nobody looks there","recordId":"c.0"}
            """);
        assertTrue(
                isKept("{\"TimeGenerated\":\"2026-11-20T09:14:03.120457Z\",\"RecordId\":\"a.0\",\"TenantId\":\"t\"}"));
        assertTrue(isKept("{\"time\":\"2026-11-20T09:14:03.120457Z\",\"recordId\":\"b.0\"}"));
        assertFalse(isKept("{\"time\":\"2026-11-20T09:14:03.120457Z\",\"recordId\":\"a.1\"}"));
        assertFalse(isKept("{\"time\":\"2026-11-20T09:14:03.120457Z\",\"recordId\":\"c.0\"}"));
    }

    @Test
    void half_a_record_is_none() throws Exception {
        Files.writeString(folder.resolve("audit.ndjson"), "one\ntwo");
        assertFalse(isKept("two"));
    }

    @Test
    void only_the_end_of_a_long_file_is_looked_at() throws Exception {
        StringBuilder text = new StringBuilder("first\n");
        for (int i = 0; i < 10 * 1024; i++) {
            text.append("x".repeat(1023)).append('\n');
        }
        Files.writeString(folder.resolve("audit.ndjson"), text.append("last\n"));
        assertTrue(isKept("last"));
        assertFalse(isKept("first"));
    }
}
