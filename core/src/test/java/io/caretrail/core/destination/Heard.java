package io.caretrail.core.destination;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what a destination says. */
record Heard(List<String> warnings, List<String> pruned) implements DestinationContext {

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

    @Override
    public void missing(String reason, long records) {
        warnings.add(records + " missing: " + reason);
    }

    @Override
    public void quarantined(long records, String reason) {
        warnings.add(records + " records put aside: " + reason);
    }

    @Override
    public Path folder() throws IOException {
        return Files.createTempDirectory("caretrail-destination");
    }
}
