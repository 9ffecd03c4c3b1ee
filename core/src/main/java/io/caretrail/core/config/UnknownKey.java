package io.caretrail.core.config;

import java.util.List;
import java.util.Optional;

/** Says of a key that is none what it was probably meant to be. Its value is not shown: nobody knows what it holds. */
final class UnknownKey {

    private UnknownKey() {}

    static void report(String key, Origin origin, KnownKeys known, Problems problems) {
        String group = KnownKeys.parent(key);
        String name = KnownKeys.last(key);
        if (KnownKeys.template(group).equals(ConfigKeys.DESTINATIONS)) {
            kind(key, name, origin, known, problems);
            return;
        }
        List<String> here = known.beneath(group);
        Optional<String> near = Nearest.to(name, here);
        List<String> elsewhere = known.elsewhere(name);
        String instead;
        if (near.isPresent()) {
            instead = "did you mean \"" + near.get() + "\"?";
        } else if (!elsewhere.isEmpty()) {
            instead = "it belongs here: " + String.join(" or ", elsewhere);
        } else {
            instead = (group.isEmpty() ? "the keys are " : "the keys of " + group + " are ") + String.join(", ", here);
        }
        problems.add(origin, key, "is not a key", instead);
    }

    private static void kind(String key, String kind, Origin origin, KnownKeys known, Problems problems) {
        String kinds = "the kinds there are: " + String.join(", ", known.kinds());
        problems.add(
                origin,
                key,
                "is not a kind of destination",
                Nearest.to(kind, known.kinds())
                        .map(near -> "did you mean \"" + near + "\"? " + kinds)
                        .orElse(kinds));
    }
}
