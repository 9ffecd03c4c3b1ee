package io.caretrail.agent.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A part of a page of docs/ in which lines stand that tests have shown. Immutable.
 *
 * @param file below docs/
 * @param heading as it stands there; the part ends with the next one
 */
record Page(String file, String heading) {

    /** What container hooks have seen. */
    static final Page HOOKED = new Page("servers.md", "## Which cases are played?");

    private static final Path DOCS = Path.of("../docs");

    /** Puts a line in the place of the one that begins so. */
    void write(String beginning, String line) throws IOException {
        List<String> lines = new ArrayList<>();
        boolean inside = false;
        boolean found = false;
        for (String each : Files.readAllLines(path())) {
            inside = each.startsWith("## ") ? each.equals(heading) : inside;
            boolean replaced = inside && each.startsWith(beginning);
            found |= replaced;
            lines.add(replaced ? line : each);
        }
        if (!found) {
            throw new IOException(path() + ": no line below \"" + heading + "\" begins with \"" + beginning
                    + "\"; give it one where this is to stand: " + line);
        }
        Files.write(path(), lines);
    }

    /** What it lacks; with {@code -Dcaretrail.docs.write=true} that is written first. */
    List<String> lacking(String beginning, String line) throws IOException {
        if (Boolean.getBoolean("caretrail.docs.write")) {
            write(beginning, line);
        }
        return Files.readAllLines(path()).contains(line) ? List.of() : List.of(path() + " lacks: " + line);
    }

    private Path path() {
        return DOCS.resolve(file);
    }
}
