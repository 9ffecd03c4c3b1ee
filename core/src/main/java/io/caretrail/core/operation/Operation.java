package io.caretrail.core.operation;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a request asked for. Immutable and thread-safe.
 *
 * @param name the operation's name without prefix: {@code search-type}, {@code Retrieve}, {@code Other}
 * @param service whose name it is: decides the configured prefix
 * @param properties what the record's properties say of it, in the order written ({@code fhirResourceType}, …)
 */
public record Operation(String name, Service service, Map<String, String> properties) {

    /** The kinds of service an operation can belong to. */
    public enum Service {
        FHIR,
        DICOM,
        NONE
    }

    /** A request no recogniser knows; never has a prefix. */
    public static final Operation OTHER = new Operation("Other", Service.NONE, Map.of());

    /** Names and values in turn; a null value leaves its name out. */
    static Operation of(Service service, String name, @Nullable String... properties) {
        return new Operation(name, service, Pairs.of(properties));
    }

    /**
     * This operation with what only the response tells: where a write that named no resource put it (FHIR R4 "RESTful API",
     * create; PS3.18 section 11.4). A response that failed, or whose location is of something else, changes nothing.
     *
     * @param status the HTTP status the client was sent; 0 when none was
     * @param location the Location or Content-Location header, absolute or relative; may hold anything; null when absent
     */
    public Operation completed(int status, @Nullable String location) {
        if (location == null || status < 200 || status > 299) {
            return this;
        }
        return switch (name) {
            case "create", "conditional-create", "update", "conditional-update", "patch", "conditional-patch" ->
                fhirWritten(RequestPath.of(location));
            case "AddWorkitem" -> workitemAdded(RequestPath.of(location));
            default -> this;
        };
    }

    private Operation fhirWritten(RequestPath location) {
        int end = location.size();
        boolean versioned = end >= 4 && location.segment(end - 2).equals("_history");
        int at = versioned ? end - 4 : end - 2;
        if (at < 0 || !location.segment(at).equals(properties.get("fhirResourceType"))) {
            return this;
        }
        String id = location.segment(at + 1);
        String known = properties.get("fhirResourceId");
        if (known != null && !known.equals(id)) {
            return this;
        }
        Map<String, String> more = new LinkedHashMap<>(properties);
        more.put("fhirResourceId", id);
        if (versioned) {
            more.put("fhirVersionId", location.segment(end - 1));
        }
        return new Operation(name, service, Collections.unmodifiableMap(more));
    }

    private Operation workitemAdded(RequestPath location) {
        int at = location.size() - 2;
        if (at < 0
                || properties.containsKey("workitemUid")
                || !location.segment(at).equals("workitems")) {
            return this;
        }
        Map<String, String> more = new LinkedHashMap<>(properties);
        more.put("workitemUid", location.segment(at + 1));
        return new Operation(name, service, Collections.unmodifiableMap(more));
    }
}
