package io.caretrail.core.record;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Caretrail's own records (contract, Records): category AuditLogs, operationName {@code Caretrail.…}, of no request and
 * therefore without caller, correlation id and uri. Their recordId ends in {@code .1}: each is the only and so the final
 * record of its exchange id. Thread-safe when the sources given are.
 */
public final class CaretrailRecords implements OwnRecords {

    /**
     * What every record of one service says of where it comes from, as configured.
     *
     * @param resourceId the service's path
     * @param location the host or site
     * @param type the records' type
     */
    public record Origin(String resourceId, String location, String type) {}

    /**
     * The program that writes the records.
     *
     * @param version Caretrail's own
     * @param host the name of the machine
     * @param process the id of the process
     */
    public record Program(String version, String host, long process) {}

    private final Origin origin;
    private final Program program;
    private final Supplier<String> exchangeIds;
    private final InstantSource clock;

    /**
     * Makes the records of one service in one process.
     *
     * @param exchangeIds gives ids that are unique over hosts and restarts, as for requests
     */
    public CaretrailRecords(Origin origin, Program program, Supplier<String> exchangeIds, InstantSource clock) {
        this.origin = origin;
        this.program = program;
        this.exchangeIds = exchangeIds;
        this.clock = clock;
    }

    /**
     * {@code Caretrail.Start}: from here on requests are recorded.
     *
     * @param configurationHash 64 hex digits
     * @param hooks what watches for requests, by name; empty when nothing does yet
     */
    public AuditRecord start(String configurationHash, List<String> hooks) {
        return succeeded("Caretrail.Start", state(configurationHash, hooks));
    }

    /** {@code Caretrail.Stop}: an orderly end; parameters as of {@link #start}. */
    public AuditRecord stop(String configurationHash, List<String> hooks) {
        return succeeded("Caretrail.Stop", state(configurationHash, hooks));
    }

    /** {@code Caretrail.Reload}: a changed configuration is in force, whose hash this is; else as {@link #start}. */
    public AuditRecord reload(String configurationHash, List<String> hooks) {
        return succeeded("Caretrail.Reload", state(configurationHash, hooks));
    }

    /** {@code Caretrail.Disabled}: {@code enabled: false}, so no request is recorded and no hook armed. */
    public AuditRecord disabled(String configurationHash) {
        return succeeded("Caretrail.Disabled", state(configurationHash, List.of()));
    }

    @Override
    public AuditRecord gap(Category category, long missingRecords, long refusedRequests, String reason) {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("missingRecords", missingRecords);
        if (category != Category.AuditLogs) {
            properties.put("missingCategory", category.name());
        }
        if (refusedRequests > 0) {
            properties.put("refusedRequests", refusedRequests);
        }
        properties.put("reason", reason);
        return record("Caretrail.Gap", ResultType.Failed, Level.Error, properties);
    }

    @Override
    public AuditRecord pruned(String file, long bytes, long records) {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("file", file);
        properties.put("bytes", bytes);
        if (records >= 0) {
            properties.put("records", records);
        }
        return succeeded("Caretrail.Pruned", properties);
    }

    @Override
    public AuditRecord checkpoint(Sealed sealed) {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("trail", sealed.trail());
        properties.put("file", sealed.file());
        properties.put("sequence", sealed.sequence());
        properties.put("records", sealed.records());
        properties.put("chain", sealed.chain());
        properties.put("keyId", sealed.keyId());
        properties.put("signedText", sealed.signedText());
        properties.put("signature", sealed.signature());
        return succeeded("Caretrail.Checkpoint", properties);
    }

    private Map<String, Object> state(String configurationHash, List<String> hooks) {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("version", program.version());
        properties.put("host", program.host());
        properties.put("process", program.process());
        properties.put("configurationHash", configurationHash);
        properties.put("hooks", List.copyOf(hooks));
        return properties;
    }

    private AuditRecord succeeded(String operationName, Map<String, Object> properties) {
        return record(operationName, ResultType.Succeeded, Level.Informational, properties);
    }

    private AuditRecord record(
            String operationName, ResultType resultType, Level level, Map<String, Object> properties) {
        return new AuditRecord(
                clock.instant(),
                exchangeIds.get() + ".1",
                origin.resourceId(),
                operationName,
                null,
                Category.AuditLogs,
                resultType,
                0,
                null,
                0,
                null,
                null,
                Identity.UNKNOWN,
                level,
                origin.location(),
                origin.type(),
                null,
                properties);
    }
}
