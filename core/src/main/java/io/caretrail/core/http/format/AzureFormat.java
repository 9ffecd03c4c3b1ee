package io.caretrail.core.http.format;

import io.caretrail.core.config.ConfigKey;
import io.caretrail.core.config.DestinationSettings;
import io.caretrail.core.config.KeyProblem;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The format {@code azure-logs-ingestion}: Azure Monitor's Logs Ingestion API, for tables of Log Analytics. */
public final class AzureFormat implements WireFormat {

    private static final String VERSION = "2023-01-01";

    /** The service's limit for one call, below a mebibyte whichever way it counts. */
    private static final long LONGEST = 1_000_000;

    @Override
    public String name() {
        return "azure-logs-ingestion";
    }

    @Override
    public List<ConfigKey> keys() {
        return List.of(
                key(
                        "azure.ruleId",
                        "The immutable id of the data collection rule.",
                        "dcr-00000000000000000000000000000000"),
                key("azure.stream", "The stream of the rule.", "Custom-Caretrail"));
    }

    private static ConfigKey key(String name, String description, String example) {
        return new ConfigKey(name, ConfigKey.Type.TEXT, null, false, List.of(), description, example);
    }

    @Override
    public List<KeyProblem> problems(Map<String, Object> values) {
        List<KeyProblem> problems = new ArrayList<>();
        if (!(values.get("azure.ruleId") instanceof String id) || !id.matches("[A-Za-z0-9-]{1,100}")) {
            problems.add(new KeyProblem(
                    "azure.ruleId", "is no immutable id", "write the one the rule's overview shows, dcr-…"));
        }
        if (!(values.get("azure.stream") instanceof String name) || !name.matches("[A-Za-z0-9_-]{1,100}")) {
            problems.add(new KeyProblem(
                    "azure.stream", "is no stream", "write one that the rule declares, such as Custom-Caretrail"));
        }
        if (values.containsKey("auth.tokenUrl") && !values.containsKey("auth.scope")) {
            problems.add(new KeyProblem("auth.scope", "is missing", "write https://monitor.azure.com/.default"));
        }
        return problems;
    }

    @Override
    public Wire open(DestinationSettings settings) {
        String path = "/dataCollectionRules/" + settings.get("azure.ruleId", String.class) + "/streams/"
                + settings.get("azure.stream", String.class) + "?api-version=" + VERSION;
        return new Wire() {
            @Override
            public WireRequest write(List<ByteBuffer> records) {
                Body body = new Body().add("[");
                String between = "";
                for (ByteBuffer each : records) {
                    // A table cannot be without this column.
                    body.add(between).add(SentRecord.of(each).withTimeAs("TimeGenerated"));
                    between = ",";
                }
                return WireRequest.post(path, "application/json", body.add("]").toBytes());
            }

            @Override
            public Verdict read(WireAnswer answer, List<ByteBuffer> records) {
                return Answers.byStatus(answer);
            }

            @Override
            public long longestBody() {
                return LONGEST;
            }
        };
    }
}
