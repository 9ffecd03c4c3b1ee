package io.caretrail.core.config;

import io.caretrail.core.config.Configuration.Setting;
import io.caretrail.core.record.Category;
import java.util.ArrayList;
import java.util.List;

/** What is right, but should not go unsaid at the start. */
final class Warnings {

    private Warnings() {}

    static List<String> of(Checking checking, List<Setting> settings) {
        List<String> warnings = new ArrayList<>(checking.warnings());
        Values values = checking.values();
        List<String> exclude = values.texts("exclude");
        Values.Value excluded = values.value("exclude");
        if (!exclude.isEmpty() && excluded != null) {
            warnings.add("exclude: requests to " + excluded.shown() + " are not audited");
        }
        for (String block : values.texts("trustedProxies")) {
            if (block.endsWith("/0")) {
                warnings.add("trustedProxies: " + block + " lets every client say which address it has");
            }
        }
        boolean audited =
                settings.stream().anyMatch(setting -> setting.categories().contains(Category.AuditLogs));
        if (!audited && values.get("enabled", Boolean.class)) {
            warnings.add("settings: none takes AuditLogs, so no request is audited");
        }
        return List.copyOf(warnings);
    }
}
