package io.caretrail.core.http.format;

import io.caretrail.core.config.ConfigKey;
import io.caretrail.core.config.DestinationSettings;
import io.caretrail.core.config.KeyProblem;
import java.util.List;
import java.util.Map;

/**
 * A format of the destination {@code http}, the service provider interface: found by {@link java.util.ServiceLoader}, so
 * that others can be added without touching the core. Connections, credentials, compression, retries, splitting and
 * quarantine are the destination's; a format says how records are written down and what an answer means.
 * Implementations have a public no-argument constructor and are thread-safe.
 */
public interface WireFormat {

    /** Its name in the configuration, {@code format: ndjson}. */
    String name();

    /**
     * Further keys of the destination, relative to it; their names begin with a group of the format's own:
     * {@code splunk.index}.
     */
    default List<ConfigKey> keys() {
        return List.of();
    }

    /**
     * What is wrong with values that are right each by itself; only asked of the format that was chosen.
     *
     * @param values as {@link DestinationSettings#values()}
     */
    default List<KeyProblem> problems(Map<String, Object> values) {
        return List.of();
    }

    /** The scheme of the Authorization header of a token from {@code auth.tokenFile}, unless {@code auth.scheme} has one. */
    default String tokenScheme() {
        return "Bearer";
    }

    /** The format with its settings, which were checked. */
    Wire open(DestinationSettings settings);
}
