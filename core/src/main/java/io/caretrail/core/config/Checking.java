package io.caretrail.core.config;

import io.caretrail.core.config.Given.Text;
import io.caretrail.core.config.Replacement.Replaced;
import io.caretrail.core.config.Values.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** From what was written to checked values: replacement, type, the key's own rule; then defaults for the rest. */
final class Checking {

    private final GivenKeys given;
    private final KnownKeys known;
    private final Replacement replacement;
    private final ValueTypes types;
    private final Problems problems;
    private final Values values = new Values();
    private final List<String> warnings = new ArrayList<>();

    Checking(GivenKeys given, KnownKeys known, Replacement replacement, ValueTypes types, Problems problems) {
        this.given = given;
        this.known = known;
        this.replacement = replacement;
        this.types = types;
        this.problems = problems;
    }

    Values values() {
        return values;
    }

    List<String> warnings() {
        return warnings;
    }

    void checkGiven() {
        for (Given value : given.all()) {
            ConfigKey row = known.findOrMap(value.key());
            boolean map = row != null && row.type() == ConfigKey.Type.TEXT_MAP && row.equals(known.find(value.key()));
            if (row != null && !map) {
                check(value, row);
            }
        }
    }

    private void check(Given value, ConfigKey row) {
        boolean list = row.type() == ConfigKey.Type.TEXTS;
        List<Value> items = new ArrayList<>();
        for (int index = 0; index < value.texts().size(); index++) {
            String key = list && value.list() ? value.key() + "[" + index + "]" : value.key();
            Value item = read(key, row, value.texts().get(index));
            if (item != null) {
                items.add(item);
            }
        }
        if (items.size() == value.texts().size()) {
            accept(list ? listOf(value, items) : items.get(0));
        }
    }

    private static Value listOf(Given value, List<Value> items) {
        List<Object> typed = items.stream().map(Value::typed).toList();
        String shown = items.stream().map(item -> asItem(item.shown())).toList().toString();
        String canonical =
                items.stream().map(item -> asItem(item.canonical())).toList().toString();
        return new Value(value.key(), typed, Masked.quoted(shown), shown, canonical, value.origin());
    }

    /** An item with a comma in quotes, or a list of two would look like a list of one. */
    private static String asItem(String text) {
        boolean plain = text.indexOf(',') < 0 && text.indexOf('"') < 0 && !text.isEmpty();
        return plain ? text : "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    private @Nullable Value read(String key, ConfigKey row, Text text) {
        try {
            Replaced replaced = replacement.replace(text.written());
            Optional<String> refusal = NotYet.refusedValue(row.name(), replaced.value());
            if (refusal.isPresent()) {
                throw new BadValueException("is not in this version", refusal.get());
            }
            Object typed = KeyRules.checked(row.name(), types.read(row, replaced.value()));
            if (row.type() == ConfigKey.Type.TEXT_MAP && !replaced.secret() && Masked.isCredential(key)) {
                warnings.add(key + ": stands in the configuration itself, where every reader of it sees it; write"
                        + " ${file:/path} or ${env:NAME}");
            }
            if (replaced.contextless()) {
                warnings.add(key + ": ${contextPath} is empty here, where one trail stands for every context");
            }
            boolean asTyped = !replaced.secret() && row.type() == ConfigKey.Type.PATH;
            String shown = row.type() == ConfigKey.Type.TEXT_MAP
                    ? "***"
                    : asTyped ? typed.toString() : Masked.of(replaced.shown());
            String canonical = replaced.secret() || shown.equals("***") ? replaced.shown() : typed.toString();
            return new Value(key, typed, Masked.quoted(text.written()), shown, canonical, text.origin());
        } catch (BadValueException wrong) {
            String quoted = row.type() == ConfigKey.Type.TEXT_MAP ? "\"***\"" : Masked.quoted(text.written());
            problems.add(text.origin(), key, quoted + ": " + wrong.why(), wrong.instead());
            return null;
        }
    }

    private void accept(Value value) {
        values.put(value);
    }

    /** Every key of a group that was not given gets its default, or is said to be missing; the top ones for no group. */
    void fillIn(String group) {
        for (ConfigKey row : known.all()) {
            String name = KnownKeys.within(group, row.name());
            if (name == null) {
                continue;
            }
            String key = group.isEmpty() ? name : group + "." + name;
            if (row.type() == ConfigKey.Type.TEXT_MAP) {
                gather(key);
            } else if (!given.has(key) && row.required()) {
                problems.add(given.origin(group), key, "is missing", "write " + name + ": " + row.example());
            } else if (!given.has(key) && row.defaultValue() != null) {
                fallBack(key, row, row.defaultValue());
            }
        }
    }

    private void gather(String map) {
        Map<String, String> entries = new TreeMap<>();
        for (Value value : values.beneath(map)) {
            entries.put(value.key().substring(map.length() + 1), value.typed().toString());
        }
        if (!entries.isEmpty() || given.has(map)) {
            String names = entries.keySet().toString();
            values.put(new Value(map, Map.copyOf(entries), names, names, names, given.origin(map)));
        }
    }

    /** A default stands in the table as it would stand in a file, and is read as if it stood there. */
    private void fallBack(String key, ConfigKey row, String written) {
        boolean list = row.type() == ConfigKey.Type.TEXTS;
        boolean wrapped = list || (written.length() > 1 && written.startsWith("\"") && written.endsWith("\""));
        String inside = wrapped ? written.substring(1, written.length() - 1) : written;
        List<String> items =
                list && inside.isEmpty() ? List.of() : list ? Arrays.asList(inside.split(", ", -1)) : List.of(inside);
        List<Text> texts =
                items.stream().map(item -> new Text(item, Origin.DEFAULT)).toList();
        check(new Given(key, list, texts, Origin.DEFAULT), row);
    }

    /** A default that only this process knows. */
    void fallBack(String key, String computed) {
        if (!given.has(key)) {
            values.put(new Value(key, computed, computed, computed, computed, Origin.DEFAULT));
        }
    }
}
