package io.caretrail.core.record;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The tables of the schema {@code log-analytics} (docs/schemas.md): those of seed 000, and for FHIR those of Azure. Columns
 * stand in the order of the fields of the schema raw that they are made of.
 */
enum LogAnalyticsTable {
    DICOM_AUDIT("AHDSDicomAuditLogs", audit("Identity", "Uri", List.of(dicomType()))),
    DICOM_DIAGNOSTIC("AHDSDicomDiagnosticLogs", diagnostic(dicomType())),
    FHIR_AUDIT(
            "MicrosoftHealthcareApisAuditLogs",
            audit("CallerIdentity", "RequestUri", List.of(fhirType(), new Column("SourceSystem", Kind.SYSTEM)))),
    /** Azure has no table of its own for these: named after the other, with the columns of the DICOM service's. */
    FHIR_DIAGNOSTIC("MicrosoftHealthcareApisDiagnosticLogs", diagnostic(fhirType()));

    /** Contract, "Operation names": whatever prefix the FHIR ones have, none of these is one of them. */
    static final Set<String> DICOM_OPERATIONS = Set.of(
            "Retrieve",
            "Store",
            "Query",
            "RetrieveMetadata",
            "RetrieveRendered",
            "Delete",
            "UpdateStudy",
            "BulkImport",
            "Export",
            "ChangeFeed",
            "Partition",
            "Operation",
            "AddWorkitem",
            "UpdateWorkitem",
            "RetrieveWorkitem",
            "QueryWorkitem",
            "ChangeStateWorkitem",
            "CancelWorkitem",
            "SubscribeWorkitem",
            "UnsubscribeWorkitem",
            "SuspendWorkitemSubscription",
            "OpenEventChannel",
            "AddExtendedQueryTag",
            "GetAllExtendedQueryTags",
            "GetExtendedQueryTag",
            "GetExtendedQueryTagErrors",
            "UpdateExtendedQueryTag",
            "RemoveExtendedQueryTag",
            "Reject",
            "RevokeReject",
            "Capabilities");

    private static final String SOURCE_SYSTEM = "Caretrail";

    private final String name;

    @SuppressWarnings("ImmutableEnumChecker") // a copy: see end
    private final List<Column> columns;

    LogAnalyticsTable(String name, List<Column> columns) {
        this.name = name;
        this.columns = columns;
    }

    /** What a column is made of. */
    private enum Kind {
        /** a field of the record as it is; no column where there is no such field */
        FIELD,
        /** the same as text: what is no text becomes its JSON */
        TEXT,
        TABLE,
        TENANT,
        SYSTEM
    }

    private record Column(String name, Kind kind, JsonPointer field) {
        Column(String name, Kind kind) {
            this(name, kind, JsonPointer.empty());
        }

        static Column of(String name, String field) {
            return new Column(name, Kind.FIELD, JsonPointer.compile("/" + field));
        }

        static Column text(String name, String field) {
            return new Column(name, Kind.TEXT, JsonPointer.compile("/" + field));
        }
    }

    /** The table of a record: by its operation, and by the service where that does not tell. */
    static LogAnalyticsTable of(ObjectNode raw, boolean dicomOtherwise) {
        String operation = raw.path("operationName").asString("");
        boolean ofRequest = raw.has("correlationId") && !operation.equals("Other");
        boolean dicom = ofRequest ? DICOM_OPERATIONS.contains(operation) : dicomOtherwise;
        boolean diagnostic = raw.path("category").asString("").equals(Category.DiagnosticLogs.name());
        if (dicom) {
            return diagnostic ? DICOM_DIAGNOSTIC : DICOM_AUDIT;
        }
        return diagnostic ? FHIR_DIAGNOSTIC : FHIR_AUDIT;
    }

    /** The row of a record of the schema raw. */
    ObjectNode row(ObjectNode raw, String tenantId) {
        ObjectNode row = JsonNodeFactory.instance.objectNode();
        for (Column column : columns) {
            switch (column.kind) {
                case FIELD, TEXT -> {
                    JsonNode value = raw.at(column.field);
                    if (!value.isMissingNode()) {
                        boolean asIs = column.kind == Kind.FIELD || value.isString();
                        row.set(column.name, asIs ? value : row.stringNode(LogAnalyticsEncoder.text(value)));
                    }
                }
                case TABLE -> row.put(column.name, name);
                case TENANT -> row.put(column.name, tenantId);
                case SYSTEM -> row.put(column.name, SOURCE_SYSTEM);
            }
        }
        return row;
    }

    String tableName() {
        return name;
    }

    List<String> columnNames() {
        return columns.stream().map(Column::name).toList();
    }

    private static Column dicomType() {
        return Column.text("DICOMResourceType", "properties/dicomResourceType");
    }

    private static Column fhirType() {
        return Column.text("FhirResourceType", "properties/fhirResourceType");
    }

    private static List<Column> audit(String identity, String uri, List<Column> own) {
        List<Column> columns = begin();
        columns.add(Column.of("ResultType", "resultType"));
        columns.add(Column.of("StatusCode", "resultSignature"));
        columns.add(Column.of("ResultDescription", "resultDescription"));
        columns.add(Column.of("OperationDuration", "durationMs"));
        columns.add(Column.of("CallerIPAddress", "callerIpAddress"));
        columns.add(Column.of("CorrelationId", "correlationId"));
        columns.add(Column.of(identity, "identity"));
        if (!identity.equals("Identity")) {
            columns.add(Column.text("CallerIdentityIssuer", "identity/claims/iss"));
            columns.add(Column.text("CallerIdentityObjectId", "identity/claims/oid"));
        }
        return end(columns, "Level", uri, own);
    }

    private static List<Column> diagnostic(Column resourceType) {
        List<Column> columns = begin();
        columns.add(Column.of("Message", "resultDescription"));
        columns.add(Column.of("CallerIPAddress", "callerIpAddress"));
        columns.add(Column.of("CorrelationId", "correlationId"));
        columns.add(Column.of("Identity", "identity"));
        return end(columns, "LogLevel", "Uri", List.of(resourceType));
    }

    private static List<Column> begin() {
        List<Column> columns = new ArrayList<>();
        columns.add(Column.of("TimeGenerated", "time"));
        // In front of everything that a request can put in: it is looked for there without reading the rest.
        columns.add(Column.of("RecordId", "recordId"));
        columns.add(Column.of("_ResourceId", "resourceId"));
        columns.add(Column.of("OperationName", "operationName"));
        columns.add(Column.of("OperationVersion", "operationVersion"));
        columns.add(Column.of("LogCategory", "category"));
        return columns;
    }

    private static List<Column> end(List<Column> columns, String level, String uri, List<Column> own) {
        columns.add(Column.of(level, "level"));
        columns.add(Column.of("Location", "location"));
        columns.add(new Column("Type", Kind.TABLE));
        columns.add(Column.of(uri, "uri"));
        columns.addAll(own);
        columns.add(Column.text("Properties", "properties"));
        columns.add(new Column("TenantId", Kind.TENANT));
        return List.copyOf(columns);
    }
}
