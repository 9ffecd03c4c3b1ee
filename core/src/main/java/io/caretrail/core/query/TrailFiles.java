package io.caretrail.core.query;

import io.caretrail.core.destination.FileNames;
import io.caretrail.core.destination.FileNames.Rolled;
import io.caretrail.core.destination.FileNames.Stage;
import java.io.Closeable;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The files of one trail in the order of their records: the rolled ones, then the active one. What is rolled, compressed
 * or renamed from here on does not change what is read: the active file is held open, a rolled one is known by its roll.
 */
final class TrailFiles implements Closeable {

    private static final String COMPRESSED = ".gz";
    /** How often to look again when a roll comes between two looks. */
    private static final int TRIES = 100;

    private final SortedSet<Rolled> rolled;
    private final @Nullable Path activePath;
    private @Nullable FileInputStream active;

    private TrailFiles(SortedSet<Rolled> rolled, @Nullable Path activePath, @Nullable FileInputStream active) {
        this.rolled = rolled;
        this.activePath = activePath;
        this.active = active;
    }

    /**
     * One file to be read.
     *
     * @param path where it stands, or stood when last looked at
     * @param roll null for an active file, or one that is not named as rolled files are
     */
    record TrailFile(Path path, @Nullable Rolled roll) {

        /** Whether it may be in the middle of a line. */
        boolean isActive() {
            return roll == null && !isCompressed();
        }

        boolean isCompressed() {
            return path.toString().endsWith(COMPRESSED);
        }
    }

    /** An open file; to be closed by who asked for it. */
    record Opened(Path path, FileInputStream stream) {}

    /**
     * Takes files that were named.
     *
     * @param rolled named files that are rolled ones, in any stage
     * @param active another file, or null
     */
    static TrailFiles named(SortedSet<Rolled> rolled, @Nullable Path active) throws IOException {
        return new TrailFiles(rolled, active, active == null ? null : new FileInputStream(active.toFile()));
    }

    /**
     * Takes a trail as it stands in a folder at one moment.
     *
     * @param name of its rolled files
     * @param active the path of its active file, whether it is there or not
     */
    static TrailFiles inFolder(Path folder, String name, Path active) throws IOException {
        for (int tries = 1; ; tries++) {
            Object key = key(active);
            FileInputStream stream = openOrNull(active);
            SortedSet<Rolled> rolled = rolled(folder, name);
            // Nothing was rolled while the folder was listed when the same file, or none, stands there still.
            boolean same = Objects.equals(key, key(active)) && (stream == null) == (key == null);
            if (tries >= TRIES || (same && (stream != null || rolled.equals(rolled(folder, name))))) {
                return new TrailFiles(rolled, active, stream);
            }
            if (stream != null) {
                stream.close();
            }
        }
    }

    private static @Nullable FileInputStream openOrNull(Path file) throws IOException {
        try {
            return new FileInputStream(file.toFile());
        } catch (FileNotFoundException e) {
            if (Files.exists(file)) {
                throw e;
            }
            return null;
        }
    }

    private static @Nullable Object key(Path file) throws IOException {
        try {
            Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
            return key == null ? "" : key;
        } catch (NoSuchFileException gone) {
            return null;
        }
    }

    private static SortedSet<Rolled> rolled(Path folder, String name) throws IOException {
        SortedSet<Rolled> found = new TreeSet<>();
        for (Path file : list(folder)) {
            Rolled one = rolledOrNull(file);
            if (one != null && one.name().equals(name)) {
                found.add(one.at(Stage.PLAIN));
            }
        }
        return found;
    }

    /** What that file is when it is a rolled one with records, in whatever stage. */
    static @Nullable Rolled rolledOrNull(Path file) {
        Rolled rolled = FileNames.rolled(Objects.requireNonNull(file.getParent()), String.valueOf(file.getFileName()));
        return rolled == null || rolled.stage() == Stage.SEAL || rolled.stage() == Stage.PART ? null : rolled;
    }

    /** The regular files in a folder. */
    static List<Path> list(Path folder) throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, Files::isRegularFile)) {
            files.forEach(found::add);
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return found;
    }

    /** Oldest first. */
    List<TrailFile> files() {
        List<TrailFile> files = new ArrayList<>();
        for (Rolled one : rolled) {
            Path plain = one.at(Stage.PLAIN).path();
            Path compressed = one.at(Stage.COMPRESSED).path();
            files.add(new TrailFile(Files.exists(plain) || !Files.exists(compressed) ? plain : compressed, one));
        }
        if (activePath != null && active != null) {
            files.add(new TrailFile(activePath, null));
        }
        return files;
    }

    /** Opens one of {@link #files}, each once; a rolled file may have been compressed since. */
    Opened open(TrailFile file) throws IOException {
        Rolled roll = file.roll();
        if (roll == null) {
            FileInputStream held = Objects.requireNonNull(active);
            active = null;
            return new Opened(file.path(), held);
        }
        Path plain = roll.at(Stage.PLAIN).path();
        FileInputStream stream = openOrNull(plain);
        if (stream != null) {
            return new Opened(plain, stream);
        }
        Path compressed = roll.at(Stage.COMPRESSED).path();
        return new Opened(compressed, new FileInputStream(compressed.toFile()));
    }

    @Override
    public void close() throws IOException {
        if (active != null) {
            active.close();
        }
    }
}
