package io.caretrail.examples.dicom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caretrail.examples.story.Ledger.Entry;
import io.caretrail.examples.story.Workstation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The morning, told to a server without Caretrail. */
class StoryTest extends RunningRadiology {

    private static final Path OPERATIONS = Path.of("../../docs/operations.md");

    @Test
    void story_is_told_without_a_surprise() throws Exception {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        Workstation workstation = new Workstation(server.base(), new PrintStream(lines, true, StandardCharsets.UTF_8));
        new Story(workstation).tell();
        assertEquals(62, workstation.ledger().entries().size());
        assertEquals(0, workstation.surprises(), lines.toString(StandardCharsets.UTF_8));
    }

    @Test
    void story_has_every_operation_that_dicom_has() throws Exception {
        Workstation workstation = new Workstation(server.base(), new PrintStream(OutputStream.nullOutputStream()));
        new Story(workstation).tell();
        Set<String> told =
                workstation.ledger().entries().stream().map(Entry::operation).collect(Collectors.toSet());
        Set<String> documented = documented();
        assertTrue(documented.size() > 25, documented::toString);
        documented.removeAll(told);
        assertEquals(Set.of(), documented);
    }

    /** The names in the second column of the tables below the headings of DICOM. */
    private static Set<String> documented() throws IOException {
        Set<String> names = new TreeSet<>();
        boolean dicom = false;
        for (String line : Files.readAllLines(OPERATIONS)) {
            dicom = line.startsWith("## ") ? line.startsWith("## DICOM") : dicom;
            Matcher row = Pattern.compile("\\| `.*` \\| (\\w+) \\|.*").matcher(line);
            if (dicom && row.matches()) {
                names.add(row.group(1));
            }
        }
        return names;
    }
}
