package io.caretrail.core.query;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Which fields are to be read of each record, each with a place for its value. Not thread-safe. */
final class Selection {

    /** Where a value can stand; the earlier one wins where several do. */
    enum Part {
        FIELDS,
        PROPERTIES,
        IDENTITY,
        CLAIMS
    }

    /** How many names to remember: there are a few dozen, unless a client could make some. */
    private static final int REMEMBERED = 1_000;

    private static final int[] NOWHERE = {};

    private final List<Field> fields = new ArrayList<>();
    private final Map<Part, Map<String, int[]>> remembered = new EnumMap<>(Part.class);

    /** The place of a field's value. */
    int place(String written) {
        Field field = new Field(written);
        for (int i = 0; i < fields.size(); i++) {
            if (fields.get(i).key().equals(field.key())) {
                return i;
            }
        }
        fields.add(field);
        return fields.size() - 1;
    }

    int size() {
        return fields.size();
    }

    /** The places that want a value of that name there. */
    int[] places(Part part, String name) {
        Map<String, int[]> known = remembered.computeIfAbsent(part, first -> new HashMap<>());
        int[] places = known.get(name);
        if (places == null) {
            places = find(part, name.toLowerCase(Locale.ROOT));
            if (known.size() < REMEMBERED) {
                known.put(name, places);
            }
        }
        return places;
    }

    private int[] find(Part part, String lower) {
        int[] found = java.util.stream.IntStream.range(0, fields.size())
                .filter(i -> isMeant(fields.get(i), part, lower))
                .toArray();
        return found.length == 0 ? NOWHERE : found;
    }

    private static boolean isMeant(Field field, Part part, String lower) {
        return switch (part) {
            case FIELDS -> field.isField(lower);
            case PROPERTIES -> field.isProperty(lower);
            case IDENTITY -> field.isIdentity(lower);
            case CLAIMS -> field.isClaim(lower);
        };
    }
}
