package io.caretrail.core.config;

import java.util.List;

/**
 * What one source says of one key, as written.
 *
 * @param key concrete: {@code settings[0].destinations.file.path}; an entry of a map of texts has the map's key before it
 * @param list whether it was written as a list
 * @param texts its values; empty for a key that only has others beneath it
 * @param origin where it stands
 */
record Given(String key, boolean list, List<Text> texts, Origin origin) {

    /** One value as written, before replacement, and where it stands. */
    record Text(String written, Origin origin) {}

    static Given group(String key, Origin origin) {
        return new Given(key, false, List.of(), origin);
    }
}
