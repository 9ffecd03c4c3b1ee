package io.caretrail.core.config;

import io.caretrail.core.config.Given.Text;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * From the node of a YAML file to what it says of each key. It follows the table of keys and so never goes deeper or
 * longer than the table, whatever aliases the file has.
 */
final class YamlKeys {

    private static final String STANDARD_TAG = "tag:yaml.org,2002:";
    private static final int MOST_ITEMS = 1_000;

    private final YamlSource source;
    private final KnownKeys known;
    private final Problems problems;
    private final List<Given> given = new ArrayList<>();

    private YamlKeys(YamlSource source, KnownKeys known, Problems problems) {
        this.source = source;
        this.known = known;
        this.problems = problems;
    }

    static List<Given> read(String name, byte[] bytes, KnownKeys known, Problems problems) {
        YamlSource source = new YamlSource(name, problems);
        Node root = source.read(bytes);
        YamlKeys keys = new YamlKeys(source, known, problems);
        if (root instanceof MappingNode mapping) {
            keys.fields("", mapping);
        } else if (root != null && !isNull(root)) {
            problems.add(source.origin(root), "", "has no keys", "write lines such as \"service: fhir\"");
        }
        return keys.given;
    }

    private void fields(String group, MappingNode mapping) {
        Map<String, Origin> seen = new HashMap<>();
        for (NodeTuple field : mapping.getValue()) {
            Origin origin = source.origin(field.getKeyNode());
            if (!(field.getKeyNode() instanceof ScalarNode name)) {
                problems.add(origin, group, "has a key that is no text", "write a name before the colon");
                continue;
            }
            String key = group.isEmpty() ? name.getValue() : group + "." + name.getValue();
            Origin first = seen.putIfAbsent(name.getValue(), origin);
            if (name.getValue().contains(".") || name.getValue().contains("[")) {
                String instead = "write each part on a line of its own, the next one indented";
                problems.add(origin, key, "is several keys in one", instead);
            } else if (first != null) {
                problems.add(origin, key, "is given twice, first in line " + first.line(), "keep one of them");
            } else {
                field(key, origin, field.getValueNode());
            }
        }
    }

    private void field(String key, Origin origin, Node value) {
        ConfigKey row = known.find(key);
        if (!value.getTag().getValue().startsWith(STANDARD_TAG)) {
            problems.add(origin, key, "has a tag (!)", "remove it, or put the value in quotes");
        } else if (known.isListOfGroups(key)) {
            groups(key, origin, value);
        } else if (row == null && !known.isGroup(key)) {
            UnknownKey.report(key, origin, known, problems);
        } else if (row == null || row.type() == ConfigKey.Type.TEXT_MAP) {
            group(key, origin, value);
        } else {
            leaf(key, row, origin, value);
        }
    }

    private void group(String key, Origin origin, Node value) {
        boolean destination = KnownKeys.template(KnownKeys.parent(key)).equals(ConfigKeys.DESTINATIONS);
        given.add(Given.group(key, origin));
        if (value instanceof MappingNode mapping) {
            if (known.find(key) == null) {
                fields(key, mapping);
            } else {
                entries(key, mapping);
            }
        } else if (!(isNull(value) && destination)) {
            List<String> names = known.beneath(key);
            String keys =
                    names.isEmpty() ? "write NAME: VALUE lines beneath it" : "its keys are " + String.join(", ", names);
            problems.add(origin, key, "needs keys beneath it, not a value or a list", keys);
        }
    }

    private void groups(String key, Origin origin, Node value) {
        given.add(Given.group(key, origin));
        if (!(value instanceof SequenceNode list)) {
            problems.add(origin, key, "must be a list", "begin each of its items with \"- \"");
            return;
        }
        if (list.getValue().size() > MOST_ITEMS) {
            problems.add(origin, key, "has more than " + MOST_ITEMS + " items", "have fewer");
            return;
        }
        for (int index = 0; index < list.getValue().size(); index++) {
            Node item = list.getValue().get(index);
            group(key + "[" + index + "]", source.origin(item), item);
        }
    }

    private void entries(String key, MappingNode mapping) {
        Map<String, Origin> seen = new HashMap<>();
        for (NodeTuple entry : mapping.getValue()) {
            Origin origin = source.origin(entry.getKeyNode());
            if (!(entry.getKeyNode() instanceof ScalarNode name)) {
                problems.add(origin, key, "has a key that is no text", "write a name before the colon");
            } else if (seen.putIfAbsent(name.getValue(), origin) != null) {
                problems.add(origin, key + "." + name.getValue(), "is given twice", "keep one of them");
            } else {
                Text text = scalar(key + "." + name.getValue(), entry.getValueNode());
                if (text != null) {
                    given.add(new Given(key + "." + name.getValue(), false, List.of(text), origin));
                }
            }
        }
    }

    private void leaf(String key, ConfigKey row, Origin origin, Node value) {
        if (!(value instanceof SequenceNode list)) {
            Text text = scalar(key, value);
            if (text != null) {
                given.add(new Given(key, false, List.of(text), origin));
            }
            return;
        }
        if (row.type() != ConfigKey.Type.TEXTS) {
            problems.add(origin, key, "must be one value, not a list", "write it without [ ] and \"- \"");
            return;
        }
        if (list.getValue().size() > MOST_ITEMS) {
            problems.add(origin, key, "has more than " + MOST_ITEMS + " items", "have fewer");
            return;
        }
        List<Text> texts = new ArrayList<>();
        for (int index = 0; index < list.getValue().size(); index++) {
            Text text = scalar(key + "[" + index + "]", list.getValue().get(index));
            if (text != null) {
                texts.add(text);
            }
        }
        given.add(new Given(key, true, texts, origin));
    }

    private @Nullable Text scalar(String key, Node value) {
        if (isNull(value)) {
            problems.add(
                    source.origin(value), key, "has no value", "write one, \"\" for an empty one, or remove the key");
        } else if (!value.getTag().getValue().startsWith(STANDARD_TAG)) {
            problems.add(source.origin(value), key, "has a tag (!)", "remove it, or put the value in quotes");
        } else if (value instanceof ScalarNode scalar) {
            return source.text(scalar.getValue(), scalar);
        } else {
            problems.add(source.origin(value), key, "must be one value", "write a text without keys beneath it");
        }
        return null;
    }

    private static boolean isNull(Node node) {
        return node.getTag().equals(Tag.NULL);
    }
}
