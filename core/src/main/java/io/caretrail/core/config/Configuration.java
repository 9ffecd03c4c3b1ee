package io.caretrail.core.config;

import io.caretrail.core.record.Category;
import io.caretrail.core.record.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/**
 * A configuration that has been checked; contract, "Configuration file". Immutable and thread-safe. Every value is
 * there: defaults are filled in, replacements done, overrides applied.
 *
 * @param file the file it came from; null for the built-in default and for properties
 * @param hash SHA-256 of the effective configuration, 64 hex digits; secrets from {@code ${file:…}} and {@code ${env:…}}
 *     do not go into it
 * @param service {@code auto}, {@code fhir} or {@code dicom}
 * @param base base paths, each with a leading and without a trailing slash, the root as an empty text; no item
 *     for detection
 * @param operationNamePrefix of FHIR operations; already follows {@code fhirVersion} when not given
 * @param trustedProxies CIDR blocks, checked
 * @param copiedHeaders names of request headers to copy; a trailing {@code *} matches any rest
 * @param warnings what is accepted but worth saying at the start, one sentence each
 */
public record Configuration(
        @Nullable Path file,
        String hash,
        boolean enabled,
        String service,
        String fhirVersion,
        List<String> base,
        String resourceId,
        String location,
        String tenantId,
        String type,
        String operationNamePrefix,
        List<String> exclude,
        List<String> trustedProxies,
        Correlation correlation,
        List<String> claims,
        List<String> copiedHeaders,
        Uri uri,
        List<Setting> settings,
        Diagnostics diagnostics,
        Required required,
        @Nullable Path sealKeyFile,
        HandOff handOff,
        @Nullable Path state,
        List<String> warnings) {

    /** The hash only: values can be secrets, and whoever logs this does not think of that. */
    @Override
    public String toString() {
        return "configuration " + hash;
    }

    /**
     * Where the correlation id comes from and goes to.
     *
     * @param headers request headers, the first with a valid value gives the correlation id
     * @param responseHeader empty for none
     * @param mdcKey used by the filter only
     */
    public record Correlation(List<String> headers, String responseHeader, String mdcKey) {}

    /**
     * The rules of the uri field.
     *
     * @param query {@code keep}, {@code names}, {@code hash} or {@code drop}
     * @param hashKey the key of HMAC-SHA-256, for {@code hash} only; null otherwise
     */
    public record Uri(String query, @Nullable SecretKey hashKey) {}

    /** Whether any setting takes a category. */
    public boolean wants(Category category) {
        return enabled
                && settings.stream().anyMatch(setting -> setting.categories().contains(category));
    }

    /**
     * What of the server's log lines goes into DiagnosticLogs.
     *
     * @param level the least
     * @param exclude beginnings of the names of loggers to leave out
     * @param rate lines a second, 0 for no limit
     * @param outsideRequests whether lines count that no request's thread has logged
     */
    public record Diagnostics(Level level, List<String> exclude, long rate, boolean outsideRequests) {}

    /** One diagnostic setting: which categories go to which destinations, at most one of a kind. */
    public record Setting(String name, Set<Category> categories, List<DestinationSettings> destinations) {}

    /**
     * What {@code required: true} means.
     *
     * @param patience {@code required.wait}: how long a request waits for a required destination
     * @param exempt patterns of paths that are never refused
     */
    public record Required(Duration patience, List<String> exempt) {}

    /**
     * The hand-off from request threads to the writer.
     *
     * @param durability {@code process} or {@code power}
     * @param size bytes
     */
    public record HandOff(String durability, long size) {}
}
