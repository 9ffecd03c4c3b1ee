package io.caretrail.core.config;

import static io.caretrail.core.config.ConfigKey.Type.BOOLEAN;
import static io.caretrail.core.config.ConfigKey.Type.CHOICE;
import static io.caretrail.core.config.ConfigKey.Type.DURATION;
import static io.caretrail.core.config.ConfigKey.Type.NUMBER;
import static io.caretrail.core.config.ConfigKey.Type.PATH;
import static io.caretrail.core.config.ConfigKey.Type.SIZE;
import static io.caretrail.core.config.ConfigKey.Type.TEXT;
import static io.caretrail.core.config.ConfigKey.Type.TEXTS;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The one table of configuration keys (contract, "Configuration file"): the parser, {@code docs/configuration.md} and the
 * Spring metadata come from it. {@code []} in a name stands for an index.
 */
public final class ConfigKeys {

    private ConfigKeys() {}

    static final String DESTINATIONS = "settings[].destinations";

    private static final List<ConfigKey> GENERAL = List.of(
            key(
                    "enabled",
                    BOOLEAN,
                    "true",
                    "false turns everything off; one Caretrail.Disabled record says so.",
                    "false"),
            choice("service", "auto", List.of("auto", "fhir", "dicom"), "Whose operations the requests are.", "fhir"),
            choice("fhirVersion", "R4", List.of("R4", "R4B", "R5", "STU3"), "The FHIR version of the server.", "R5"),
            key("base", TEXTS, "[]", "The paths the services live under; detected when empty.", "[/fhir, /dicom-web]"),
            key(
                    "resourceId",
                    TEXT,
                    null,
                    "What the records are about; begins with a slash. Default: `/hosts/HOSTNAME/services/NAME`, where"
                            + " NAME is the servlet context's name, else the service if it is not auto, else the name of"
                            + " the working folder, else `server`.",
                    "/hospital/radiology/pacs-1"),
            key("location", TEXT, null, "Where the server is. Default: the name of the host.", "dc1"),
            key("tenantId", TEXT, "\"\"", "The Log Analytics column of that name.", "contoso"),
            key("type", TEXT, "MicrosoftHealthcareApisAuditLog", "The records' `type`; any text.", "PacsAuditLog"),
            key(
                    "operationNamePrefix",
                    TEXT,
                    null,
                    "Stands before the names of FHIR operations; empty for none. Default:"
                            + " `Microsoft.HealthcareApis/services/fhir-VERSION/`, with the fhirVersion.",
                    "\"\""),
            key(
                    "exclude",
                    TEXTS,
                    "[]",
                    "Requests that are not audited: path patterns, a method before them if wanted; matched against the"
                            + " full path and the path below the base. Stated at the start.",
                    "[/actuator/**, \"GET /metadata\"]"),
            key(
                    "trustedProxies",
                    TEXTS,
                    "[]",
                    "The CIDR blocks whose Forwarded and X-Forwarded-* headers are believed; nobody's by default.",
                    "[10.0.0.0/8]"),
            key(
                    "correlation.headers",
                    TEXTS,
                    "[traceparent, X-Request-Id, X-Correlation-Id]",
                    "The first of these request headers with a valid value gives the correlation id.",
                    "[X-Request-Id]"),
            key(
                    "correlation.responseHeader",
                    TEXT,
                    "\"\"",
                    "The response header that carries the correlation id; empty for none. Never overwrites one the"
                            + " application set.",
                    "X-Request-Id"),
            key(
                    "correlation.mdcKey",
                    TEXT,
                    "correlationId",
                    "The MDC key of the correlation id, empty for none; filter only.",
                    "requestId"),
            key(
                    "identity.claims",
                    TEXTS,
                    "[iss, oid, sub, azp, fhirUser]",
                    "The claims of a token to record.",
                    "[iss, sub]"),
            key(
                    "headers",
                    TEXTS,
                    "[X-MS-AZUREFHIR-AUDIT-*, X-MS-AZUREDICOM-AUDIT-*, User-Agent]",
                    "Request headers copied into the records' properties, at most 10 of 2,048 characters each; a `*`"
                            + " at the end stands for any rest. Authorization, Proxy-Authorization and Cookie are"
                            + " refused.",
                    "[User-Agent, X-Purpose-*]"),
            choice(
                    "uri.query",
                    "keep",
                    List.of("keep", "names", "hash", "drop"),
                    "What of the query goes into the records' uri; credentials are masked always.",
                    "hash"),
            key(
                    "uri.hashKeyFile",
                    PATH,
                    null,
                    "The key of HMAC-SHA-256 for `uri.query: hash`, and needed there: a file of 16 bytes at least, used"
                            + " byte for byte.",
                    "/etc/caretrail/hash.key"),
            key(
                    "settings[].name",
                    TEXT,
                    null,
                    "The name of the diagnostic setting. Default: `setting-` and its index.",
                    "archive"),
            key(
                    "settings[].categories",
                    TEXTS,
                    "[AuditLogs]",
                    "Which categories go there.",
                    "[AuditLogs, DiagnosticLogs]"),
            choice(
                    "diagnostics.level",
                    "Informational",
                    List.of("Informational", "Warning", "Error"),
                    "The least level of a log line that goes into DiagnosticLogs.",
                    "Warning"),
            key(
                    "diagnostics.exclude",
                    TEXTS,
                    "[]",
                    "Loggers whose lines stay out of DiagnosticLogs: their names, or how these begin.",
                    "[org.hibernate., com.example.Heartbeat]"),
            key(
                    "diagnostics.rate",
                    NUMBER,
                    "1000",
                    "How many log lines a second go into DiagnosticLogs; the rest is counted in a Gap record. 0 for no"
                            + " limit.",
                    "200"),
            key(
                    "diagnostics.outsideRequests",
                    BOOLEAN,
                    "false",
                    "Whether lines that belong to no request go into DiagnosticLogs too.",
                    "true"),
            key(
                    "required.wait",
                    DURATION,
                    "200ms",
                    "How long a request waits for a required destination before it gets a 503; a minute at most.",
                    "1s"),
            key("required.exempt", TEXTS, "[]", "Patterns of paths that are never refused.", "[/actuator/health/**]"),
            key("seal.keyFile", PATH, null, "The Ed25519 private key of the seals.", "/etc/caretrail/seal.key"),
            choice(
                    "handOff.durability",
                    "process",
                    List.of("process", "power"),
                    "What an accepted record survives: the death of the process; or a loss of power too, for which"
                            + " every request waits until its Started record is on the disk.",
                    "power"),
            key(
                    "handOff.size",
                    SIZE,
                    "32MB",
                    "The room between requests and destinations, 1MB to 1GB; it is on the disk.",
                    "64MB"),
            key(
                    "state",
                    PATH,
                    null,
                    "The folder of the hand-off and the spools, of one process at a time. Default: beside the first"
                            + " file destination, else in the temporary folder, with a warning.",
                    "/var/lib/caretrail"));

    private static final List<ConfigKey> EVERY_DESTINATION = List.of(
            choice(
                    "schema",
                    "raw",
                    List.of("raw", "log-analytics"),
                    "How records are written: as Azure's services stream them, or as rows of the Log Analytics tables"
                            + " they fill; docs/schemas.md has both.",
                    "log-analytics"),
            key(
                    "required",
                    BOOLEAN,
                    "false",
                    "Whether requests are refused with 503 while their records cannot be kept for it.",
                    "true"));

    /**
     * Every key there is.
     *
     * @param kinds the kinds of destination there are; their keys get {@code settings[].destinations.KIND.} before them
     * @return in the order of the reference
     */
    public static List<ConfigKey> all(List<? extends DestinationKeys> kinds) {
        List<ConfigKey> all = new ArrayList<>(GENERAL);
        List<ConfigKey> ofDestinations = kinds.stream()
                .flatMap(kind -> Stream.concat(own(kind), EVERY_DESTINATION.stream())
                        .map(key -> key.under(DESTINATIONS + "." + kind.name() + ".")))
                .toList();
        int afterCategories = all.stream().map(ConfigKey::name).toList().indexOf("settings[].categories") + 1;
        all.addAll(afterCategories, ofDestinations);
        return List.copyOf(all);
    }

    /** A kind may list the keys every destination has; this table's description of them stands. */
    private static Stream<ConfigKey> own(DestinationKeys kind) {
        return kind.keys().stream()
                .filter(key -> EVERY_DESTINATION.stream()
                        .noneMatch(common -> common.name().equals(key.name())));
    }

    private static ConfigKey key(
            String name, ConfigKey.Type type, @Nullable String fallback, String description, String example) {
        return new ConfigKey(name, type, fallback, false, List.of(), description, example);
    }

    private static ConfigKey choice(
            String name, String fallback, List<String> allowed, String description, String example) {
        return new ConfigKey(name, CHOICE, fallback, false, allowed, description, example);
    }
}
