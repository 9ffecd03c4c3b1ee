package io.caretrail.core.operation;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.caretrail.core.operation.OperationTable.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class SpellingTest {

    private static final Map<String, UnaryOperator<String>> SPELLINGS = new TreeMap<>(Map.ofEntries(
            Map.entry("doubled slashes", path -> path.replace("/", "//")),
            Map.entry("own-folder segments", path -> path.replace("/", "/./")),
            Map.entry("detours", path -> path.replace("/", "/x/../")),
            Map.entry("encoded detours", path -> path.replace("/", "/x/%2e%2E/")),
            Map.entry("detours with parameters", path -> path.replace("/", "/x/..;a=b/")),
            Map.entry("a session id", path -> path + ";jsessionid=0123ABCD"),
            Map.entry("path parameters everywhere", path -> path.replace("/", ";p=1/")),
            Map.entry("a trailing slash", path -> path + "/"),
            Map.entry("absolute form", path -> "http://127.0.0.1:8080" + path),
            Map.entry("everything encoded", SpellingTest::encoded),
            Map.entry("everything encoded, small digits", path -> encoded(path).toLowerCase(Locale.ROOT)),
            Map.entry("backslashes", path -> "/" + path.substring(1).replace('/', '\\')),
            Map.entry("above the root", path -> "/../.." + path)));

    @Test
    void no_spelling_changes_the_operation() {
        Recognition recognition = Recognition.of("auto", List.of());
        List<Executable> checks = new ArrayList<>();
        for (Row row : OperationTable.rows("operations-reference.tsv")) {
            if (row.section().contains("spellings")
                    || row.path().equals("*")
                    || row.path().contains("%")) {
                continue;
            }
            String base = row.isNeither() ? "" : row.isDicom() ? "/dicom-web" : "/fhir";
            Operation plain = row.below(base, recognition).operation();
            SPELLINGS.forEach((name, spelling) -> checks.add(() -> {
                String path = spelling.apply(base + row.path());
                Recognised found = recognition.recognise(row.method(), path, row.query(), row.headers());
                assertEquals(plain, found.operation(), row + " with " + name + ": " + path);
            }));
        }
        assertAll(checks);
    }

    private static String encoded(String path) {
        StringBuilder encoded = new StringBuilder();
        for (int at = 0; at < path.length(); at++) {
            char c = path.charAt(at);
            encoded.append(c == '/' ? "/" : String.format(Locale.ROOT, "%%%02X", (int) c));
        }
        return encoded.toString();
    }
}
