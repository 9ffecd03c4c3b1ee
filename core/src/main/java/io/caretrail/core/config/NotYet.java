package io.caretrail.core.config;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the contract has and this version does not do: refused where a wrong trail would follow, accepted with a warning
 * where the trail is right but less than was asked for. A version that learns one of these deletes its line here.
 */
final class NotYet {

    private NotYet() {}

    /** What to do instead of a value of the contract; empty when the value is none of these. */
    static Optional<String> refusedValue(String template, String value) {
        if (template.equals("service") && (value.contains("/") || value.contains(".") || value.contains("\\"))) {
            return Optional.of("use auto, fhir or dicom");
        }
        return Optional.empty();
    }

    /** What to say at the start of an accepted value; null when there is nothing to say. */
    static @Nullable String warning(String key, Object value) {
        String template = KnownKeys.template(key);
        if (template.equals("settings[].categories")
                && value instanceof List<?> names
                && names.contains("DiagnosticLogs")) {
            return key + ": DiagnosticLogs is accepted, but this version writes AuditLogs only";
        }
        return null;
    }
}
