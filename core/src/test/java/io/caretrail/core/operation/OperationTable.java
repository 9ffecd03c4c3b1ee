package io.caretrail.core.operation;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** The requests of a table of this package's test resources and what is expected of them. */
final class OperationTable {

    private OperationTable() {}

    /** The base paths that requests of FHIR and of DICOM stand behind in real life. */
    static final List<String> FHIR_BASES = List.of(
            "",
            "/fhir",
            "/hapi/fhir/tenantA",
            "/hapi/fhir/DEFAULT",
            "/r4",
            "/baseR4",
            "/app",
            "/v1/projects/P/locations/L/datasets/D/fhirStores/S/fhir");

    static final List<String> DICOM_BASES = List.of(
            "",
            "/dicom-web",
            "/v1",
            "/v2/partitions/p1",
            "/v2/partitions/Patient",
            "/dcm4chee-arc/aets/A/rs",
            "/v1/projects/P/locations/L/datasets/D/dicomStores/S/dicomWeb");

    record Row(String section, String method, String target, String extra, String operation, String properties) {

        boolean isDicom() {
            return section.isEmpty() ? operation.matches("[A-Z].*") : section.startsWith("DICOM");
        }

        boolean isNeither() {
            return section.startsWith("Neither");
        }

        String path() {
            int question = target.indexOf('?');
            return question < 0 ? target : target.substring(0, question);
        }

        String query() {
            int question = target.indexOf('?');
            return question < 0 ? null : target.substring(question + 1);
        }

        Function<String, String> headers() {
            int colon = extra.indexOf(": ");
            if (colon < 0 || extra.substring(0, colon).contains(" ")) {
                return name -> null;
            }
            return name -> name.equalsIgnoreCase(extra.substring(0, colon)) ? extra.substring(colon + 2) : null;
        }

        Map<String, String> expected() {
            Map<String, String> expected = new LinkedHashMap<>();
            for (String pair : properties.split(" ", -1)) {
                int equals = pair.indexOf('=');
                if (equals > 0 && !pair.startsWith("(")) {
                    expected.put(pair.substring(0, equals), pair.substring(equals + 1));
                }
            }
            return expected;
        }

        Recognised below(String base, Recognition recognition) {
            String whole = path().equals("*") ? "*" : base + path();
            return recognition.recognise(method, whole, query(), headers());
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%s %s [%s]", method, target, extra);
        }
    }

    static List<Row> rows(String resource) {
        List<Row> rows = new ArrayList<>();
        String section = "";
        for (String line : text(resource).lines().toList()) {
            if (line.startsWith("## ")) {
                section = line.substring(3);
            } else if (!line.startsWith("#") && !line.isBlank()) {
                String[] columns = line.split("\t", -1);
                rows.add(new Row(section, columns[0], columns[1], columns[2], columns[3], columns[4]));
            }
        }
        return rows;
    }

    private static String text(String resource) {
        try (InputStream in = OperationTable.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
