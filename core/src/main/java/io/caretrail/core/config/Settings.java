package io.caretrail.core.config;

import io.caretrail.core.config.Configuration.Setting;
import io.caretrail.core.record.Category;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The diagnostic settings of a configuration: which there are, what they lack, and how they get on with each other. */
final class Settings {

    private final GivenKeys given;
    private final Values values;
    private final Checking checking;
    private final KnownKeys known;
    private final Problems problems;

    Settings(GivenKeys given, Checking checking, KnownKeys known, Problems problems) {
        this.given = given;
        this.values = checking.values();
        this.checking = checking;
        this.known = known;
        this.problems = problems;
    }

    void check(boolean enabled) {
        Set<Integer> indexes = given.settings();
        if (indexes.isEmpty() && given.has("settings") && enabled && !problems.concern("settings")) {
            problems.add(
                    given.origin("settings"),
                    "settings",
                    "is empty, so nothing would be audited",
                    "add a setting, remove the key for AuditLogs to stdout, or write enabled: false");
        }
        int expected = 0;
        for (int index : indexes) {
            if (index != expected) {
                problems.add(
                        given.origin("settings[" + index + "]"),
                        "settings[" + index + "]",
                        "has no settings[" + expected + "] before it",
                        "use the index " + expected);
                break;
            }
            expected++;
        }
        indexes.forEach(this::checkSetting);
        checkNames(indexes);
        checkPaths();
    }

    private void checkSetting(int index) {
        String key = "settings[" + index + "]";
        Origin origin = given.origin(key);
        boolean builtIn = origin.isDefault();
        checking.fallBack(key + ".name", builtIn ? "default" : "setting-" + index);
        checking.fillIn(key);
        Set<String> kinds = given.kinds(index);
        if (kinds.isEmpty() && !problems.concern(key + ".destinations")) {
            problems.add(origin, key + ".destinations", "has no destination", "write destinations: { stdout: {} }");
        }
        for (String kind : kinds) {
            if (!known.kinds().contains(kind)) {
                noSuchKind(key + ".destinations." + kind);
            }
            String destination = key + ".destinations." + kind;
            checking.fillIn(destination);
            askKind(kind, destination);
        }
        List<?> categories = values.find(key + ".categories", List.class);
        if (categories != null && categories.isEmpty()) {
            problems.add(
                    given.origin(key + ".categories"),
                    key + ".categories",
                    "is empty",
                    "write [AuditLogs], or remove the setting");
        }
    }

    /** Only of settings that are right key by key: the kind reads them as its table says. */
    private void askKind(String kind, String destination) {
        if (problems.concern(destination)) {
            return;
        }
        for (KeyProblem wrong : known.problems(kind, own(destination))) {
            String key = destination + "." + wrong.name();
            ConfigKey row = known.find(key);
            Values.Value value = row == null || row.type() == ConfigKey.Type.TEXT_MAP ? null : values.value(key);
            String what = value == null ? wrong.wrong() : value.written() + ": " + wrong.wrong();
            problems.add(given.origin(given.has(key) ? key : destination), key, what, wrong.instead());
        }
    }

    /** Sources are checked against the kinds there are, so this is the built-in setting of a jar that lost its services. */
    private void noSuchKind(String key) {
        problems.add(
                given.origin(key),
                key,
                "is not there",
                "the jar was repacked without META-INF/services/io.caretrail.core.destination.DestinationKind; merge it");
    }

    private void checkNames(Set<Integer> indexes) {
        Map<String, String> seen = new HashMap<>();
        for (int index : indexes) {
            String key = "settings[" + index + "].name";
            Values.Value name = values.value(key);
            String first = name == null ? null : seen.putIfAbsent(name.typed().toString(), key);
            if (name != null && first != null) {
                problems.add(
                        given.origin(key),
                        key,
                        name.written() + ": is the same as " + first,
                        "give each setting its own name");
            }
        }
    }

    /** Two writers of one file would write into each other's records. */
    private void checkPaths() {
        Map<Path, String> seen = new HashMap<>();
        for (Values.Value value : values.all()) {
            boolean file = KnownKeys.template(value.key()).startsWith(ConfigKeys.DESTINATIONS)
                    && value.typed() instanceof Path
                    && value.key().endsWith(".path");
            String first = file ? seen.putIfAbsent(real((Path) value.typed()), value.key()) : null;
            if (first != null) {
                problems.add(
                        value.origin(),
                        value.key(),
                        value.written() + ": is the same file as " + first,
                        "give each its own file");
            }
        }
    }

    /** Without the links on the way to it, as far as they are there. */
    private static Path real(Path file) {
        try {
            return file.toRealPath();
        } catch (IOException notYetThere) {
            Path folder = file.getParent();
            return folder == null ? file : real(folder).resolve(file.getFileName());
        }
    }

    /** The checked settings; only after no problem was found. */
    List<Setting> build() {
        Set<Integer> indexes = given.settings();
        List<Setting> settings = new ArrayList<>();
        for (int index : indexes) {
            String key = "settings[" + index + "]";
            Set<Category> categories = EnumSet.noneOf(Category.class);
            values.texts(key + ".categories").forEach(name -> categories.add(Category.valueOf(name)));
            List<DestinationSettings> destinations = given.kinds(index).stream()
                    .map(kind -> destination(kind, key + ".destinations." + kind))
                    .toList();
            settings.add(new Setting(values.text(key + ".name"), Set.copyOf(categories), destinations));
        }
        return List.copyOf(settings);
    }

    private DestinationSettings destination(String kind, String key) {
        return new DestinationSettings(
                kind, key, values.text(key + ".schema"), values.get(key + ".required", Boolean.class), own(key));
    }

    private Map<String, Object> own(String destination) {
        Map<String, Object> own = new TreeMap<>();
        for (ConfigKey row : known.all()) {
            String name = KnownKeys.within(destination, row.name());
            Object value = name == null ? null : values.find(destination + "." + name, Object.class);
            if (name != null && value != null) {
                own.put(name, value);
            }
        }
        return Map.copyOf(own);
    }
}
