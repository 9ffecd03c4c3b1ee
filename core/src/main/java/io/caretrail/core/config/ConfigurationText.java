package io.caretrail.core.config;

import io.caretrail.core.config.Configuration.Setting;
import io.caretrail.core.config.LoadedConfiguration.Fact;
import java.util.stream.Collectors;

/** A configuration in sentences, for the command {@code check}. */
final class ConfigurationText {

    private ConfigurationText() {}

    static String of(LoadedConfiguration loaded) {
        Configuration configuration = loaded.configuration();
        StringBuilder text = new StringBuilder();
        text.append("configuration ").append(configuration.hash()).append('\n');
        text.append(configuration.file() == null ? "from no file" : "from " + configuration.file())
                .append('\n');
        if (!configuration.enabled()) {
            text.append("turned off: no request is audited\n");
        }
        for (Setting setting : configuration.settings()) {
            String categories =
                    setting.categories().stream().map(Enum::name).sorted().collect(Collectors.joining(" and "));
            String kinds = setting.destinations().stream()
                    .map(destination -> destination.kind() + " (" + destination.schema() + ")")
                    .collect(Collectors.joining(" and "));
            text.append("setting ").append(setting.name()).append(": ");
            text.append(categories).append(" to ").append(kinds).append('\n');
        }
        for (Fact fact : loaded.facts()) {
            String value = fact.value().isEmpty() ? "\"\"" : fact.value();
            text.append(fact.key())
                    .append(": ")
                    .append(value)
                    .append("  (")
                    .append(fact.source())
                    .append(")\n");
        }
        configuration
                .warnings()
                .forEach(warning -> text.append("warning: ").append(warning).append('\n'));
        return text.toString();
    }
}
