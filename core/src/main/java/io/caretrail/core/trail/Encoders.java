package io.caretrail.core.trail;

import io.caretrail.core.record.AuditRecord;
import io.caretrail.core.record.Category;
import io.caretrail.core.record.RecordEncoder;
import io.caretrail.core.trail.Routes.Route;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which schemas a record of a category is encoded in, once each however many destinations take it. Immutable. */
record Encoders(Map<Category, Map<String, RecordEncoder>> byCategory) {

    static final Encoders NONE = new Encoders(Map.of());

    static Encoders of(Routes routes) {
        return NONE.and(routes);
    }

    /** Those of this and those that the routes ask for. */
    Encoders and(Routes routes) {
        Map<Category, Map<String, RecordEncoder>> all = new EnumMap<>(Category.class);
        byCategory.forEach((category, schemas) -> all.put(category, new HashMap<>(schemas)));
        for (Route route : routes.all()) {
            for (Category category : route.categories()) {
                all.computeIfAbsent(category, c -> new HashMap<>())
                        .put(route.lane().settings().schema(), route.lane().encoder());
            }
        }
        return new Encoders(all);
    }

    /** The record in every schema that is asked for; null when no destination takes its category. */
    Item.@Nullable Accepted encode(AuditRecord record) {
        Map<String, RecordEncoder> schemas = byCategory.get(record.category());
        if (schemas == null) {
            return null;
        }
        // Nearly always one: then without a map to fill, on the request's thread.
        Map<String, byte[]> encoded = schemas.size() == 1 ? Map.of() : new HashMap<>();
        String failure = null;
        for (Map.Entry<String, RecordEncoder> schema : schemas.entrySet()) {
            try {
                byte[] line = schema.getValue().encode(record);
                if (schemas.size() == 1) {
                    encoded = Map.of(schema.getKey(), line);
                } else {
                    encoded.put(schema.getKey(), line);
                }
            } catch (RuntimeException e) {
                failure = "the record could not be encoded: " + Reason.of(e);
            }
        }
        return new Item.Accepted(record.category(), encoded, failure);
    }
}
