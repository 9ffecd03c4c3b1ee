package io.caretrail.core.destination;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The names in the folder of one active file (contract, Records): {@code NAME.DATE.N.ndjson} and what it becomes. */
public final class FileNames {

    private static final String EXTENSION = ".ndjson";

    /** What stands behind the name decides: a name may look like a rolled file's itself. */
    private static final Pattern ROLLED =
            Pattern.compile("(.+)\\.(\\d{4}-\\d{2}-\\d{2})\\.([1-9]\\d{0,8})\\.ndjson(|\\.gz|\\.gz\\.part|\\.seal)");

    private final Path folder;
    private final String name;

    FileNames(Path active) {
        folder = Objects.requireNonNull(active.getParent());
        String file = Objects.requireNonNull(active.getFileName()).toString();
        name = file.endsWith(EXTENSION) ? file.substring(0, file.length() - EXTENSION.length()) : file;
    }

    /** How far a rolled file has come. */
    public enum Stage {
        PLAIN(""),
        COMPRESSED(".gz"),
        /** half compressed; means nothing and may be removed */
        PART(".gz.part"),
        /** what proves the other stages */
        SEAL(".seal");

        private final String suffix;

        Stage(String suffix) {
            this.suffix = suffix;
        }

        private static Stage of(String suffix) {
            for (Stage stage : values()) {
                if (stage.suffix.equals(suffix)) {
                    return stage;
                }
            }
            throw new IllegalArgumentException(suffix);
        }
    }

    /** One file of ours beside the active one; ordered as the records in them are. */
    public record Rolled(Path folder, String name, LocalDate date, int number, Stage stage)
            implements Comparable<Rolled> {

        private static final Comparator<Rolled> ORDER =
                Comparator.comparing(Rolled::date).thenComparing(Rolled::number).thenComparing(Rolled::stage);

        /** Where it stands in this stage. */
        public Path path() {
            return folder.resolve(name + "." + date + "." + number + EXTENSION + stage.suffix);
        }

        /** The same file in another stage. */
        public Rolled at(Stage next) {
            return new Rolled(folder, name, date, number, next);
        }

        boolean sameRoll(Rolled other) {
            return date.equals(other.date) && number == other.number;
        }

        @Override
        public int compareTo(Rolled other) {
            return ORDER.compare(this, other);
        }
    }

    /** All rolled files of ours in the folder, oldest first; without their seals. */
    List<Rolled> rolled() throws IOException {
        List<Rolled> found = all();
        found.removeIf(file -> file.stage == Stage.SEAL);
        return found;
    }

    /** The seals of rolled files that are not there, oldest first. */
    List<Rolled> orphanedSeals() throws IOException {
        List<Rolled> found = all();
        List<Rolled> files = List.copyOf(found);
        found.removeIf(seal -> seal.stage != Stage.SEAL
                || files.stream().anyMatch(file -> file.stage != Stage.SEAL && file.sameRoll(seal)));
        return found;
    }

    private List<Rolled> all() throws IOException {
        List<Rolled> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                Rolled rolled = parse(String.valueOf(file.getFileName()));
                if (rolled != null) {
                    found.add(rolled);
                }
            }
        } catch (java.nio.file.DirectoryIteratorException e) {
            throw e.getCause();
        }
        Collections.sort(found);
        return found;
    }

    /** A name that no file has, in any stage, behind all others of that day and behind {@code last}. */
    Rolled next(LocalDate date, @Nullable Rolled last) throws IOException {
        int number = last != null && last.date.equals(date) ? last.number : 0;
        for (Rolled rolled : all()) {
            if (rolled.date.equals(date)) {
                number = Math.max(number, rolled.number);
            }
        }
        return new Rolled(folder, name, date, number + 1, Stage.PLAIN);
    }

    private @Nullable Rolled parse(String file) {
        Rolled rolled = rolled(folder, file);
        return rolled != null && rolled.name.equals(name) ? rolled : null;
    }

    /**
     * Reads the name of a file, whatever its active file is called.
     *
     * @return null when it is not the name of a rolled file, in any stage
     */
    public static @Nullable Rolled rolled(Path folder, String file) {
        Matcher matcher = ROLLED.matcher(file);
        if (!matcher.matches()) {
            return null;
        }
        try {
            return new Rolled(
                    folder,
                    matcher.group(1),
                    LocalDate.parse(matcher.group(2)),
                    Integer.parseInt(matcher.group(3)),
                    Stage.of(matcher.group(4)));
        } catch (DateTimeException notOurs) {
            return null;
        }
    }
}
