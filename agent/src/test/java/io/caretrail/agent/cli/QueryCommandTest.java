package io.caretrail.agent.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caretrail.core.uri.QueryHash;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code query}: 0 for answered, 1 for what could not be read, 2 for wrong usage. */
class QueryCommandTest {

    private static final String STARTED = line(
            "2026-11-20T09:14:03.120457Z",
            "Started",
            0,
            "Retrieve",
            "/studies/1.2?a=1",
            "\"dicomResourceType\":\"study\"");
    private static final String SUCCEEDED = line(
            "2026-11-20T09:14:03.162903Z",
            "Succeeded",
            200,
            "Retrieve",
            "/studies/1.2?a=1",
            "\"dicomResourceType\":\"study\"");
    private static final String FAILED = line(
            "2026-11-20T09:15:00.000001Z",
            "Failed",
            404,
            "Microsoft.HealthcareApis/services/fhir-R4/read",
            "/fhir/Patient/42",
            "\"fhirResourceType\":\"Patient\",\"fhirResourceId\":\"42\"");

    @TempDir
    private Path folder;

    private Path trail;

    private static String line(
            String time, String result, int status, String operation, String uri, String properties) {
        return "{\"time\":\"" + time + "\",\"recordId\":\"r\",\"operationName\":\"" + operation + "\",\"resultType\":\""
                + result + "\",\"resultSignature\":" + status + ","
                + (result.equals("Failed") ? "\"resultDescription\":\"client abort\"," : "")
                + "\"callerIpAddress\":\"10.0.0.1\",\"identity\":{\"user\":\"mueller\"},\"uri\":\"https://pacs.example:443"
                + uri + "\",\"properties\":{" + properties + "}}";
    }

    @BeforeEach
    void trail_of_a_compressed_and_a_plain_file() throws Exception {
        trail = Files.createDirectory(folder.resolve("trail"));
        try (Writer out = new java.io.OutputStreamWriter(
                new GZIPOutputStream(Files.newOutputStream(trail.resolve("audit.2026-11-19.1.ndjson.gz"))), UTF_8)) {
            out.write(STARTED + "\n");
        }
        Files.writeString(trail.resolve("audit.ndjson"), SUCCEEDED + "\n" + FAILED + "\n");
    }

    @Test
    void table_has_a_line_for_each_record_the_newest_last() {
        Ran ran = Ran.of("query", trail);
        assertEquals(0, ran.status(), ran::toString);
        assertEquals(
                "time                         result     status  operation           caller           user         "
                        + " uri\n"
                        + "2026-11-20T09:14:03.120457Z  Started    0       Retrieve            10.0.0.1         mueller   "
                        + "    /studies/1.2?a=1\n"
                        + "2026-11-20T09:14:03.162903Z  Succeeded  200     Retrieve            10.0.0.1         mueller   "
                        + "    /studies/1.2?a=1\n"
                        + "2026-11-20T09:15:00.000001Z  Failed     404     read                10.0.0.1         mueller   "
                        + "    /fhir/Patient/42  (client abort)\n",
                ran.output());
        assertEquals("", ran.errors());
    }

    @Test
    void json_is_the_lines_as_they_stand_in_the_trail() {
        Ran ran = Ran.of("query", trail, "--json");
        assertEquals(STARTED + "\n" + SUCCEEDED + "\n" + FAILED + "\n", ran.output());
    }

    @Test
    void queries_of_the_seeds() {
        assertEquals(
                SUCCEEDED + "\n" + FAILED + "\n",
                Ran.of("query", trail, "--last", 2, "--json").output());
        assertEquals(
                "           2  study\n           1  -\n",
                Ran.of("query", trail, "--by", "dicomResourceType").output());
        assertEquals(
                "{\"value\":\"study\",\"count\":2}\n{\"value\":null,\"count\":1}\n",
                Ran.of("query", "--by", "DICOMResourceType", trail, "--json").output());
        assertEquals(FAILED + "\n", Ran.of("query", trail, "--failed", "--json").output());
    }

    @Test
    void criteria_must_all_hold() {
        Ran ran = Ran.of(
                "query",
                trail,
                "--since",
                "2026-11-20T10:14:03.162903+01:00",
                "--until",
                "2026-11-20T09:15:00.000001Z",
                "--where",
                "user=mueller",
                "--where",
                "dicomResourceType=study",
                "--json");
        assertEquals(SUCCEEDED + "\n", ran.output(), ran::toString);
    }

    @Test
    void nothing_found_is_0_and_said_on_standard_error() {
        Ran ran = Ran.of("query", trail, "--where", "resultSignature=500");
        assertEquals(0, ran.status());
        assertEquals("", ran.output());
        assertEquals("nothing found in 3 records\n", ran.errors());
        assertEquals("", Ran.of("query", trail, "--since", "1s", "--by", "user").output());
    }

    @Test
    void damaged_line_is_named_on_standard_error_and_the_rest_is_answered() throws Exception {
        Path file =
                Files.writeString(trail.resolve("audit.ndjson"), SUCCEEDED + "\nrubb\u001b[31mish\n" + FAILED + "\n");
        Ran ran = Ran.of("query", trail, "--last", 2, "--json");
        assertEquals(1, ran.status());
        assertEquals(SUCCEEDED + "\n" + FAILED + "\n", ran.output());
        assertEquals(file.toRealPath() + ": line 2: is no JSON, at column 7; passed over\n", ran.errors());
    }

    @Test
    void line_that_is_being_written_is_noted_and_no_error() throws Exception {
        Path file = Files.writeString(trail.resolve("audit.ndjson"), SUCCEEDED + "\n" + FAILED.substring(0, 50));
        Ran ran = Ran.of("query", trail, "--json");
        assertEquals(0, ran.status());
        assertEquals(STARTED + "\n" + SUCCEEDED + "\n", ran.output());
        assertEquals(
                "note: " + file.toRealPath()
                        + ": line 2: incomplete last line passed over; it is being written, or a crash left it\n",
                ran.errors());
    }

    @Test
    void nothing_in_a_record_reaches_the_terminal_as_a_command() throws Exception {
        String hostile = line(
                "2026-11-20T09:15:00.000001Z",
                "Failed",
                400,
                "Other",
                "/\\u001b[2J\\u0007\u0085\u009b31m\\u202e\\r\\n\\u2028\\ud83d\\ude00\\ud83d",
                "\"host\":\"\\u001b]0;owned\\u0007\"");
        Files.writeString(trail.resolve("audit.ndjson"), hostile + "\n");

        Ran table = Ran.of("query", trail, "--failed");
        assertTrue(
                table.output()
                        .endsWith("/\\u001B[2J\\u0007\\u0085\\u009B31m\\u202E\\u000D\\u000A\\u2028\uD83D\uDE00\\uD83D"
                                + "  (client abort)\n"),
                table::output);
        assertEquals(2, table.output().lines().count());

        Ran counts = Ran.of("query", trail, "--by", "host");
        assertTrue(counts.output().contains("\\u001B]0;owned\\u0007\n"), counts::output);
        assertFalse(counts.output().contains("\u001b"), "no escape character");
    }

    @Test
    void patient_is_found_also_under_hash_with_the_key() throws Exception {
        assertEquals(
                FAILED + "\n",
                Ran.of("query", trail, "--patient", "42", "--json").output());

        Path key = Files.writeString(folder.resolve("hash.key"), "0123456789abcdef0123456789abcdef");
        String hash = new QueryHash(new SecretKeySpec(Files.readAllBytes(key), "HmacSHA256")).of("P-7");
        String hashed = line("2026-11-20T09:16:00.000001Z", "Started", 0, "Query", "/studies?PatientID=" + hash, "");
        Files.writeString(trail.resolve("audit.ndjson"), hashed + "\n");

        Ran without = Ran.of("query", trail, "--patient", "P-7", "--json");
        assertEquals("", without.output());
        assertEquals(
                "note: 1 more record names a patient by a hash or a mask only; with --hash-key FILE those under"
                        + " uri.query: hash can be told apart\n"
                        + "nothing found in 2 records\n",
                without.errors());
        Ran with = Ran.of("query", trail, "--patient", "P-7", "--hash-key", key, "--json");
        assertEquals(hashed + "\n", with.output());
        assertEquals("", with.errors());
    }

    @Test
    void wrong_usage_says_what_to_write_instead() throws Exception {
        assertUsage("Missing required parameter: 'PATH'");
        assertUsage("nowhere: does not exist", "nowhere");
        assertUsage("--last \"0\": is not a number of records; give 1 or more", trail, "--last", 0);
        assertUsage("'--last'", trail, "--last", "ten");
        assertUsage("--since \"yesterday\" is no time; write 2026-11-20T09:14:03Z, ", trail, "--since", "yesterday");
        assertUsage("--until \"2026-13-01\" is no time; write ", trail, "--until", "2026-13-01");
        assertUsage("--where \"failed\" is not FIELD=VALUE, such as resultSignature=404", trail, "--where", "failed");
        assertUsage("--patient \"\": is no id", trail, "--patient", "");
        assertUsage("--by \" \": is no field", trail, "--by", " ");
        assertUsage("--hash-key: is of use with --patient only", trail, "--hash-key", trail);
        assertUsage("none: does not exist; give", trail, "--patient", "1", "--hash-key", folder.resolve("none"));
        Path key = Files.writeString(folder.resolve("short"), "0123456789");
        assertUsage("has fewer than 16 bytes", trail, "--patient", "1", "--hash-key", key);
    }

    private void assertUsage(String said, Object... arguments) {
        Object[] all = new Object[arguments.length + 1];
        all[0] = "query";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        Ran ran = Ran.of(all);
        assertEquals(2, ran.status(), ran::toString);
        assertEquals("", ran.output());
        assertTrue(ran.errors().contains(said), ran::errors);
        assertFalse(ran.errors().contains("\tat "), ran::errors);
    }

    @Test
    void standard_output_that_takes_no_more_ends_it() throws Exception {
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            many.append(SUCCEEDED).append('\n');
        }
        Files.writeString(trail.resolve("audit.ndjson"), many);
        Full full = new Full();
        StringWriter err = new StringWriter();

        int status = CommandLineTool.run(
                new PrintWriter(full, true), new PrintWriter(err, true), "query", trail.toString(), "--json");

        assertEquals(1, status);
        assertTrue(err.toString().startsWith("standard output takes no more: "), err::toString);
        assertTrue(full.refused < 10_000, () -> full.refused + " lines were printed for nobody");
    }

    /** A pipe that nobody reads any more. */
    private static final class Full extends Writer {
        private int refused;

        @Override
        public void write(char[] text, int from, int length) throws IOException {
            refused++;
            throw new IOException("Broken pipe");
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
