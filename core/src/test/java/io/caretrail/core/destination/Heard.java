package io.caretrail.core.destination;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what a destination says. */
record Heard(List<String> warnings, List<String> pruned) implements DestinationEvents {

    Heard() {
        this(new CopyOnWriteArrayList<>(), new CopyOnWriteArrayList<>());
    }

    @Override
    public void pruned(String file, long bytes, long records) {
        pruned.add(file + " " + bytes + " " + records);
    }

    @Override
    public void warning(String message) {
        warnings.add(message);
    }
}
