package io.caretrail.core.http;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static io.caretrail.core.http.Collecting.records;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caretrail.core.destination.Destination;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the formats make of rows of the schema log-analytics: id, time and level are found under the columns' names. */
class RowsFormatTest extends WithCollector {

    private static final String ROW = "{\"TimeGenerated\":\"2026-11-20T09:14:03.120451Z\",\"RecordId\":\"ab1.1\","
            + "\"_ResourceId\":\"/r\",\"OperationName\":\"Store\",\"LogCategory\":\"AuditLogs\",\"ResultType\":\"Failed\","
            + "\"StatusCode\":409,\"CallerIPAddress\":\"192.0.2.7\",\"CorrelationId\":\"c-1\",\"Identity\":{},"
            + "\"Level\":\"Error\",\"Location\":\"dc1\",\"Type\":\"AHDSDicomAuditLogs\",\"Properties\":\"{}\","
            + "\"TenantId\":\"\"}";
    private static final String DIAGNOSTIC =
            "{\"TimeGenerated\":\"2026-11-20T09:14:03.120451Z\",\"RecordId\":\"ab1.d0\","
                    + "\"LogCategory\":\"DiagnosticLogs\",\"Message\":\"m\",\"LogLevel\":\"Warning\"}";

    RowsFormatTest(@TempDir Path folder) {
        super(folder, "");
    }

    private String sentBy(String format, String row, String... keys) throws Exception {
        Files.writeString(collecting.folder.resolve("token"), "canary-token\n");
        collector.stubFor(any(anyUrl())
                .willReturn(
                        aResponse().withStatus(200).withBody("{\"errors\":false,\"code\":0,\"text\":\"Success\"}")));
        try (Destination http = open("format: " + format, String.join("\n", keys))) {
            http.write(records(row));
        }
        return sent().get(0).getBodyAsString();
    }

    @Test
    void azure_gets_rows_as_they_are() throws Exception {
        String azure = "azure: { ruleId: dcr-00ab, stream: Custom-Caretrail }";
        assertEquals("[" + ROW + "]", sentBy("azure-logs-ingestion", ROW, azure, "auth: { tokenFile: token }"));
    }

    @Test
    void elasticsearch_keeps_a_row_under_its_record_id() throws Exception {
        assertEquals(
                "{\"create\":{\"_id\":\"ab1.1\"}}\n{\"@timestamp\":\"2026-11-20T09:14:03.120451Z\"," + ROW.substring(1)
                        + "\n",
                sentBy("elasticsearch", ROW));
    }

    @Test
    void splunk_gets_time_host_and_record_id_of_a_row() throws Exception {
        String sent = sentBy("splunk-hec", ROW, "auth: { tokenFile: token }");
        JsonNode event = new JsonMapper().readTree(sent);
        assertTrue(sent.startsWith("{\"time\":1795166043.120451,"), sent);
        assertEquals("dc1", event.get("host").stringValue());
        assertEquals("{\"recordId\":\"ab1.1\"}", event.get("fields").toString());
        assertEquals(ROW, event.get("event").toString());
    }

    @Test
    void otlp_finds_time_severity_and_attributes_in_rows() throws Exception {
        JsonNode log = new JsonMapper().readTree(sentBy("otlp", ROW)).at("/resourceLogs/0/scopeLogs/0/logRecords/0");
        assertEquals("1795166043120451000", log.get("timeUnixNano").stringValue());
        assertEquals(17, log.get("severityNumber").intValue());
        assertEquals(ROW, log.at("/body/stringValue").stringValue());
        assertEquals(
                "[{\"key\":\"log.record.uid\",\"value\":{\"stringValue\":\"ab1.1\"}},"
                        + "{\"key\":\"operationName\",\"value\":{\"stringValue\":\"Store\"}},"
                        + "{\"key\":\"category\",\"value\":{\"stringValue\":\"AuditLogs\"}},"
                        + "{\"key\":\"resultType\",\"value\":{\"stringValue\":\"Failed\"}},"
                        + "{\"key\":\"resultSignature\",\"value\":{\"intValue\":\"409\"}},"
                        + "{\"key\":\"callerIpAddress\",\"value\":{\"stringValue\":\"192.0.2.7\"}},"
                        + "{\"key\":\"correlationId\",\"value\":{\"stringValue\":\"c-1\"}}]",
                log.get("attributes").toString());
    }

    @Test
    void otlp_finds_the_severity_of_a_diagnostic_row() throws Exception {
        JsonNode log =
                new JsonMapper().readTree(sentBy("otlp", DIAGNOSTIC)).at("/resourceLogs/0/scopeLogs/0/logRecords/0");
        assertEquals(13, log.get("severityNumber").intValue());
    }
}
