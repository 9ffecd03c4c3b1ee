package io.caretrail.core.record;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Records as a FHIR and a DICOMweb server leave them. */
final class SampleRecords {

    static final String EXCHANGE = "01980f3a5c2e7b1d9f40a6c8e2b35d71";
    static final String RESOURCE = "/hospital/radiology/pacs-1";
    static final String TYPE = "MicrosoftHealthcareApisAuditLog";
    static final String URI = "https://fhir.example.org:443/Patient?name=M%C3%BCller";

    private SampleRecords() {}

    /** Entries in the order given. */
    static Map<String, Object> entries(Object... namesAndValues) {
        Map<String, Object> entries = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            entries.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return entries;
    }

    static AuditRecord started() {
        Identity identity = new Identity(
                entries("iss", "https://login.example.org/", "oid", "4f1c", "roles", List.of("nurse", "admin")),
                null,
                "Bearer",
                null,
                false);
        return new AuditRecord(
                Instant.parse("2026-11-20T09:14:03.120457913Z"),
                EXCHANGE + ".0",
                RESOURCE,
                "Microsoft.HealthcareApis/services/fhir-R4/search-type",
                null,
                Category.AuditLogs,
                ResultType.Started,
                0,
                null,
                0,
                "73.164.17.31",
                "5d04211aaf172d43b83d9eb500464ec5",
                identity,
                Level.Informational,
                "dc1",
                TYPE,
                URI,
                entries("fhirResourceType", "Patient", "method", "GET", "host", "fhir.example.org"));
    }

    static AuditRecord succeeded() {
        return new AuditRecord(
                Instant.parse("2026-11-20T09:14:03Z"),
                EXCHANGE + ".1",
                RESOURCE,
                "Retrieve",
                "v2",
                Category.AuditLogs,
                ResultType.Succeeded,
                200,
                null,
                42,
                "2001:db8::1",
                "5d04211aaf172d43b83d9eb500464ec5",
                new Identity(Map.of(), "mueller", "BASIC", true, null),
                Level.Informational,
                "dc1",
                TYPE,
                "https://pacs.example.org:443/dicom-web/studies/1.2.840",
                entries("studyInstanceUid", "1.2.840", "responseBytes", 5_000_000_000L, "requestBytes", 0));
    }

    static AuditRecord failed() {
        return new AuditRecord(
                Instant.parse("1999-12-31T23:59:59.000001Z"),
                EXCHANGE + ".1",
                RESOURCE,
                "Other",
                null,
                Category.AuditLogs,
                ResultType.Failed,
                0,
                "client abort",
                30_001,
                "10.0.0.4",
                "5d04211aaf172d43b83d9eb500464ec5",
                Identity.UNKNOWN,
                Level.Error,
                "dc1",
                TYPE,
                "http://pacs.example.org:8080/a\nb\"c",
                Map.of());
    }

    /** The Started record with another uri and other claims and properties. */
    static AuditRecord startedWith(String uri, Map<String, Object> claims, Map<String, Object> properties) {
        AuditRecord started = started();
        return new AuditRecord(
                started.time(),
                started.recordId(),
                started.resourceId(),
                started.operationName(),
                started.operationVersion(),
                started.category(),
                started.resultType(),
                started.resultSignature(),
                started.resultDescription(),
                started.durationMs(),
                started.callerIpAddress(),
                started.correlationId(),
                new Identity(claims, null, null, null, null),
                started.level(),
                started.location(),
                started.type(),
                uri,
                properties);
    }
}
