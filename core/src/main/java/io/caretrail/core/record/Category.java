package io.caretrail.core.record;

/** The log categories of the seeds; a diagnostic setting says which of them goes where. */
public enum Category {
    AuditLogs,
    DiagnosticLogs
}
