package io.caretrail.core.operation;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caretrail.core.operation.OperationTable.Row;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class OperationTableTest {

    private static final List<Row> SAMPLE = OperationTable.rows("operations.tsv");
    private static final List<Row> REFERENCE = OperationTable.rows("operations-reference.tsv");

    /** The contract's names, section "Operation names". */
    private static final String CONTRACT = """
            create conditional-create read vread update conditional-update patch conditional-patch delete
            conditional-delete history-instance history-type history-system search search-type search-system bundle-post
            capabilities export import reindex convert-data validate member-match everything purge-history bulk-delete
            bulk-update expand search-parameter-status smart-configuration get-page operation
            Retrieve Store Query RetrieveMetadata RetrieveRendered Delete UpdateStudy BulkImport Export ChangeFeed
            Partition Operation AddWorkitem UpdateWorkitem RetrieveWorkitem QueryWorkitem ChangeStateWorkitem
            CancelWorkitem SubscribeWorkitem UnsubscribeWorkitem SuspendWorkitemSubscription OpenEventChannel
            AddExtendedQueryTag GetAllExtendedQueryTags GetExtendedQueryTag GetExtendedQueryTagErrors
            UpdateExtendedQueryTag RemoveExtendedQueryTag Reject RevokeReject Capabilities Other
            """;

    @Test
    void every_request_of_the_sample_is_recognised_below_every_base() {
        List<Executable> checks = new ArrayList<>();
        for (Row row : SAMPLE) {
            for (String base : bases(row)) {
                for (Recognition recognition : recognitions(row, base)) {
                    checks.add(() -> holds(row, base, recognition));
                }
            }
        }
        assertAll(checks);
    }

    @Test
    void every_request_of_the_reference_is_recognised_below_every_base_and_with_nothing_more() {
        List<Executable> checks = new ArrayList<>();
        for (Row row : REFERENCE) {
            for (String base : bases(row)) {
                for (Recognition recognition : recognitions(row, base)) {
                    checks.add(() -> equals(row, base, recognition));
                }
            }
        }
        assertAll(checks);
    }

    @Test
    void the_base_is_what_stands_before_the_request() {
        List<Executable> checks = new ArrayList<>();
        for (Row row : REFERENCE) {
            boolean plain = !row.extra().equals("spelling") && !row.target().contains("aets");
            if (plain
                    && !row.isNeither()
                    && !row.operation().equals("Other")
                    && !row.target().startsWith("/dcm4chee")) {
                for (String base : bases(row)) {
                    Recognised found = row.below(base, Recognition.of("auto", List.of()));
                    String expected = base.isEmpty() ? "/" : base;
                    boolean socket = row.target().startsWith("/ws/");
                    checks.add(() ->
                            assertEquals(socket ? base + "/ws" : expected, found.base(), base + " before " + row));
                }
            }
        }
        assertAll(checks);
    }

    @Test
    void every_name_of_the_contract_is_in_the_reference_and_no_other() {
        Set<String> named = new TreeSet<>();
        REFERENCE.forEach(row -> named.add(row.operation()));
        assertEquals(new TreeSet<>(List.of(CONTRACT.strip().split("\\s+"))), named);
        assertTrue(REFERENCE.size() > 400);
    }

    private static List<String> bases(Row row) {
        if (row.isNeither()) {
            return List.of("");
        }
        boolean certain = row.target().startsWith("/?")
                || row.target().equals("/")
                || row.operation().equals("Other")
                || row.target().contains("more")
                || row.section().contains("spellings");
        List<String> bases = row.isDicom() ? OperationTable.DICOM_BASES : OperationTable.FHIR_BASES;
        // "/app" is a base that only what stands below it shows, which is too little for a request for the base.
        return certain ? bases.stream().filter(base -> !base.equals("/app")).toList() : bases;
    }

    private static List<Recognition> recognitions(Row row, String base) {
        Recognition detecting = Recognition.of("auto", List.of());
        if (row.isNeither()) {
            return List.of(detecting);
        }
        String service = row.isDicom() ? "dicom" : "fhir";
        return List.of(
                detecting,
                Recognition.of(service, List.of()),
                Recognition.of(service, List.of("/elsewhere", base + "/")),
                Recognition.of("auto", List.of(base.isEmpty() ? "/" : base)));
    }

    private static void holds(Row row, String base, Recognition recognition) {
        Operation operation = row.below(base, recognition).operation();
        assertEquals(row.operation(), operation.name(), base + " before " + row);
        assertTrue(
                operation.properties().entrySet().containsAll(row.expected().entrySet()),
                base + " before " + row + ": " + operation.properties());
    }

    private static void equals(Row row, String base, Recognition recognition) {
        Operation operation = row.below(base, recognition).operation();
        assertEquals(row.operation(), operation.name(), base + " before " + row);
        Map<String, String> found = new LinkedHashMap<>(operation.properties());
        // What the base says, it says of every request.
        if (base.contains("/aets/") && !row.expected().containsKey("aeTitle")) {
            assertEquals(row.operation().equals("Other") ? null : "A", found.remove("aeTitle"), row.toString());
        }
        if (base.contains("/partitions/")) {
            String partition = base.substring(base.lastIndexOf('/') + 1);
            assertEquals(
                    row.operation().equals("Other") ? null : partition, found.remove("dicomPartition"), row.toString());
        }
        assertEquals(row.expected(), found, base + " before " + row);
        Operation.Service service = row.isDicom() ? Operation.Service.DICOM : Operation.Service.FHIR;
        assertEquals(row.operation().equals("Other") ? Operation.Service.NONE : service, operation.service());
    }
}
