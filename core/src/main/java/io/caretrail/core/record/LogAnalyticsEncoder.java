package io.caretrail.core.record;

import java.io.IOException;
import java.util.function.Supplier;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes records in the schema {@code log-analytics}: the columns of the Log Analytics tables of seed 000, for FHIR those of
 * Azure's MicrosoftHealthcareApisAuditLogs (contract, Records; docs/schemas.md). Which table a record is of, its operation
 * says. A row is made of the record as the schema raw has it, so that both say the same and nothing is masked or cut by two
 * rules; both categories are, whoever wrote them. The published JSON Schemas are the resources
 * {@code /io/caretrail/schema/*-logs.schema.json}.
 *
 * <p>{@code Properties} is the text of the JSON object that the schema raw has there. Escaped once more it can be too long
 * for {@link RecordEncoder#LIMIT}: then the record is shortened, and {@code truncated} names fields as the schema raw does.
 *
 * <p>Thread-safe when the record encoder and the site given are.
 */
public final class LogAnalyticsEncoder implements RecordEncoder {

    /** The name of the schema in a configuration. */
    public static final String SCHEMA = "log-analytics";

    /** Without a table of names: requests name copied headers, and could fill it or have their names collide in it. */
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
                    .characterEscapes(new LineSafeEscapes())
                    .build())
            .build();

    private final RecordEncoder raw;
    private final Supplier<Site> site;

    /**
     * What a row says that no record does.
     *
     * @param tenantId the column of that name; may be empty
     * @param dicom whether records of no recognised operation are of a DICOM service
     */
    public record Site(String tenantId, boolean dicom) {}

    /**
     * Makes an encoder.
     *
     * @param raw writes the schema raw
     * @param site asked for each record: a reload can change it
     */
    public LogAnalyticsEncoder(RecordEncoder raw, Supplier<Site> site) {
        this.raw = raw;
        this.site = site;
    }

    @Override
    public byte[] encode(AuditRecord record) {
        try {
            return translate(raw.encode(record));
        } catch (IOException e) {
            throw new IllegalStateException(
                    "a record of " + record.operationName() + " could not be read; this is a defect, please report it",
                    e);
        }
    }

    @Override
    public byte[] translate(byte[] record) throws IOException {
        try {
            return row(read(record));
        } catch (JacksonException e) {
            throw new IOException("no record in the schema raw: " + e.getClass().getName(), e);
        }
    }

    private byte[] row(ObjectNode record) throws IOException {
        Site now = site.get();
        LogAnalyticsTable table = LogAnalyticsTable.of(record, now.dicom());
        byte[] row = JSON.writeValueAsBytes(table.row(record, now.tenantId()));
        if (row.length <= LIMIT) {
            return row;
        }
        for (Shortening.Limits limits : Shortening.STEPS) {
            byte[] shorter =
                    JSON.writeValueAsBytes(table.row(new RawShortening(limits).shorten(record), now.tenantId()));
            if (shorter.length <= LIMIT) {
                return shorter;
            }
        }
        throw new IOException("a row of " + table.tableName() + " is longer than " + LIMIT
                + " bytes with every value cut; make tenantId shorter");
    }

    private static ObjectNode read(byte[] record) throws IOException {
        if (JSON.readTree(record) instanceof ObjectNode object && object.has("recordId") && object.has("category")) {
            return object;
        }
        throw new IOException("no record in the schema raw");
    }

    /** JSON as text, line-safe in itself: whoever unpacks it gets no line break either. */
    static String text(JsonNode json) {
        return JSON.writeValueAsString(json);
    }
}
