package io.caretrail.agent.cli;

import io.caretrail.core.query.FoundRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One line of text for a record, for people. Columns that hold more than usual push the others to the right. */
final class RecordTable {

    /** What a line needs to know of a record. */
    static final List<String> FIELDS = List.of(
            "time",
            "resultType",
            "resultSignature",
            "operationName",
            "callerIpAddress",
            "identity.user",
            "uri",
            "resultDescription");

    static final String HEADER = row("time", "result", "status", "operation", "caller", "user", "uri");

    private static final String NONE = "-";
    private static final String CUT = "…";

    private final int width;

    /** @param width in characters, 2 or more; 0 for no limit */
    RecordTable(int width) {
        this.width = width;
    }

    /** The line, without line end and without anything that a terminal would take for a command. */
    String line(FoundRecord record) {
        String why = record.value(7);
        return cut(TerminalText.of(row(
                text(record.value(0)),
                text(record.value(1)),
                text(record.value(2)),
                withoutPrefix(text(record.value(3))),
                text(record.value(4)),
                text(record.value(5)),
                withoutHost(text(record.value(6))) + (why == null ? "" : "  (" + why + ")"))));
    }

    private static String row(
            String time, String result, String status, String operation, String caller, String user, String uri) {
        StringBuilder row = new StringBuilder(160);
        column(row, time, "2026-11-20T09:14:03.120457Z".length());
        column(row, result, "Succeeded".length());
        column(row, status, "status".length());
        column(row, operation, "conditional-create".length());
        column(row, caller, "100.100.100.100".length());
        column(row, user, 12);
        return row.append(uri).toString();
    }

    private static void column(StringBuilder row, String text, int width) {
        row.append(text).append(" ".repeat(Math.max(0, width - text.length()))).append("  ");
    }

    private static String text(@Nullable String value) {
        return value == null || value.isEmpty() ? NONE : value;
    }

    /** {@code Microsoft.HealthcareApis/services/fhir-R4/read} is {@code read}. */
    private static String withoutPrefix(String operation) {
        return operation.substring(operation.lastIndexOf('/') + 1);
    }

    /** What stands behind scheme, host and port. */
    private static String withoutHost(String uri) {
        int authority = uri.indexOf("://");
        int path = authority < 0 ? -1 : uri.indexOf('/', authority + 3);
        return path < 0 ? uri : uri.substring(path);
    }

    private String cut(String line) {
        if (width == 0 || line.length() <= width) {
            return line;
        }
        int end = width - CUT.length();
        return line.substring(0, Character.isHighSurrogate(line.charAt(end - 1)) ? end - 1 : end) + CUT;
    }
}
