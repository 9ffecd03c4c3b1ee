package io.caretrail.core.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caretrail.core.operation.OperationTable.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Keeps docs/operations.md true; {@code -Dcaretrail.docs.write=true} writes its tables anew. */
class OperationsDocumentTest {

    private static final Path DOCUMENT = Path.of("..", "docs", "operations.md");
    private static final String MARK = "<!-- Below this line the build writes; see OperationsDocumentTest. -->\n";

    @Test
    void the_document_shows_what_the_tests_hold() throws IOException {
        String document = Files.readString(DOCUMENT);
        int mark = document.indexOf(MARK);
        assertTrue(mark > 0, DOCUMENT + " has lost its mark: " + MARK);
        String written = document.substring(0, mark) + MARK + tables();
        if (Boolean.getBoolean("caretrail.docs.write")) {
            Files.writeString(DOCUMENT, written);
            return;
        }
        assertEquals(written, document, "docs/operations.md is stale; run the tests with -Dcaretrail.docs.write=true");
    }

    private static String tables() {
        StringBuilder tables = new StringBuilder();
        String section = "";
        for (Row row : OperationTable.rows("operations-reference.tsv")) {
            if (!row.section().equals(section)) {
                section = row.section();
                tables.append("\n## ").append(section).append("\n\n| request | operation | properties | with |\n");
                tables.append("| --- | --- | --- | --- |\n");
            }
            tables.append("| `").append(cell(row.method() + " " + row.target())).append("` | ");
            tables.append(row.operation()).append(" | ");
            tables.append(row.properties().equals("-") ? "" : cell(row.properties()))
                    .append(" | ");
            tables.append(row.extra().equals("-") ? "" : cell(row.extra())).append(" |\n");
        }
        return tables.toString();
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }
}
