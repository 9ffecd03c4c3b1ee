package io.caretrail.core.http.format;

import io.caretrail.core.config.ConfigKey;
import io.caretrail.core.config.DestinationSettings;
import io.caretrail.core.config.KeyProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The format {@code elasticsearch}: the bulk API of Elasticsearch and OpenSearch. Each record is created under its recordId,
 * so that one that comes twice is there once.
 */
public final class ElasticsearchFormat implements WireFormat {

    @Override
    public String name() {
        return "elasticsearch";
    }

    @Override
    public List<ConfigKey> keys() {
        return List.of(
                new ConfigKey(
                        "elasticsearch.index",
                        ConfigKey.Type.TEXT,
                        "caretrail",
                        false,
                        List.of(),
                        "The index, alias or data stream.",
                        "audit-pacs"),
                new ConfigKey(
                        "elasticsearch.type",
                        ConfigKey.Type.TEXT,
                        null,
                        false,
                        List.of(),
                        "The mapping type, which Elasticsearch 6 and older need (`_doc`); not for newer ones.",
                        "_doc"));
    }

    @Override
    public List<KeyProblem> problems(Map<String, Object> values) {
        List<KeyProblem> problems = new ArrayList<>();
        if (!matches(values, "elasticsearch.index", "[a-z0-9][a-z0-9._-]{0,254}")) {
            problems.add(new KeyProblem(
                    "elasticsearch.index", "is not the name of an index", "use small letters, digits, - and ."));
        }
        if (values.containsKey("elasticsearch.type") && !matches(values, "elasticsearch.type", "[A-Za-z0-9_-]{1,64}")) {
            problems.add(new KeyProblem("elasticsearch.type", "is not the name of a type", "use _doc"));
        }
        if (values.get("url") instanceof String url && url.contains("/_bulk")) {
            problems.add(new KeyProblem("url", "has the path of the bulk API in it", "write the address alone"));
        }
        return problems;
    }

    private static boolean matches(Map<String, Object> values, String key, String pattern) {
        return values.get(key) instanceof String text && text.matches(pattern);
    }

    @Override
    public Wire open(DestinationSettings settings) {
        String type = settings.find("elasticsearch.type", String.class);
        String index = settings.get("elasticsearch.index", String.class);
        return new ElasticsearchWire("/" + index + (type == null ? "" : "/" + type) + "/_bulk");
    }
}
