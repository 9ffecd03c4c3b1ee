package io.caretrail.core.http.format;

import io.caretrail.core.config.ConfigKey;
import io.caretrail.core.config.DestinationSettings;
import io.caretrail.core.config.KeyProblem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The format {@code splunk-hec}: the HTTP Event Collector of Splunk and of those who speak like it. */
public final class SplunkFormat implements WireFormat {

    @Override
    public String name() {
        return "splunk-hec";
    }

    @Override
    public List<ConfigKey> keys() {
        return List.of(
                key("splunk.index", ConfigKey.Type.TEXT, null, "The index; the token's own when not given.", "audit"),
                key("splunk.source", ConfigKey.Type.TEXT, "caretrail", "The source of the events.", "pacs-1"),
                key(
                        "splunk.sourcetype",
                        ConfigKey.Type.TEXT,
                        "caretrail:audit",
                        "The source type of the events.",
                        "_json"),
                key(
                        "splunk.ack",
                        ConfigKey.Type.BOOLEAN,
                        "false",
                        "Whether a batch counts only when Splunk has indexed it; the token must have indexer"
                                + " acknowledgement, and with it this must be true.",
                        "true"),
                key(
                        "splunk.ackTimeout",
                        ConfigKey.Type.DURATION,
                        "2m",
                        "How long to wait for that before a batch is sent again.",
                        "5m"),
                key(
                        "splunk.channel",
                        ConfigKey.Type.TEXT,
                        null,
                        "The channel of the acknowledgements, a GUID; a new one at each start when not given.",
                        "0aeeac95-ac74-4aa9-b30d-6c4c0ac581ba"));
    }

    private static ConfigKey key(
            String name, ConfigKey.Type type, @Nullable String fallback, String description, String example) {
        return new ConfigKey(name, type, fallback, false, List.of(), description, example);
    }

    @Override
    public List<KeyProblem> problems(Map<String, Object> values) {
        List<KeyProblem> problems = new ArrayList<>();
        if (values.get("url") instanceof String url && url.contains("/services/collector")) {
            problems.add(new KeyProblem("url", "has the path of the collector in it", "write the address alone"));
        }
        if (values.get("splunk.channel") instanceof String channel && !isGuid(channel)) {
            problems.add(new KeyProblem("splunk.channel", "is not a GUID", "write one as uuidgen makes it"));
        }
        boolean header = values.get("headers") instanceof Map<?, ?> headers
                && headers.keySet().stream().anyMatch(name -> name.toString().equalsIgnoreCase("Authorization"));
        if (!header && !values.containsKey("auth.tokenFile")) {
            problems.add(new KeyProblem("auth.tokenFile", "is missing", "write a file that holds the token alone"));
        }
        return problems;
    }

    private static boolean isGuid(String text) {
        return text.matches("[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}");
    }

    @Override
    public String tokenScheme() {
        return "Splunk";
    }

    @Override
    public Wire open(DestinationSettings settings) {
        String channel = settings.find("splunk.channel", String.class);
        return new SplunkWire(
                settings.find("splunk.index", String.class),
                settings.get("splunk.source", String.class),
                settings.get("splunk.sourcetype", String.class),
                settings.get("splunk.ack", Boolean.class)
                        ? channel == null ? UUID.randomUUID().toString() : channel
                        : null,
                settings.get("splunk.ackTimeout", Duration.class));
    }
}
