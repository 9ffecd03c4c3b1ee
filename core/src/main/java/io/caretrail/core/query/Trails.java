package io.caretrail.core.query;

import io.caretrail.core.destination.FileNames.Rolled;
import io.caretrail.core.destination.FileNames.Stage;
import java.io.Closeable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The trails in what was named: folders, and files in any order. */
final class Trails implements Closeable {

    /** Each holds a file open and two blocks of memory. */
    private static final int MOST = 100;

    private static final String RECORDS = ".ndjson";
    private static final String COMPRESSED = ".gz";
    private static final String SEAL = ".seal";

    private final List<TrailFiles> trails = new ArrayList<>();
    private final Reading reading;

    private Trails(Reading reading) {
        this.reading = reading;
    }

    /** @throws IOException when a folder cannot be listed, or there are too many trails */
    static Trails of(List<Path> paths, Reading reading) throws IOException {
        Trails trails = new Trails(reading);
        try {
            trails.find(paths);
        } catch (IOException | RuntimeException e) {
            trails.close();
            throw e;
        }
        return trails;
    }

    List<TrailFiles> all() {
        return trails;
    }

    /** Files of one trail that were named one by one. */
    private static final class Named {
        private final SortedSet<Rolled> rolled = new TreeSet<>();
        private @Nullable Path active;
    }

    private void find(List<Path> paths) throws IOException {
        Set<Path> folders = new TreeSet<>();
        Map<Path, Named> named = new LinkedHashMap<>();
        for (Path path : paths) {
            if (Files.isDirectory(path)) {
                folders.add(path.toRealPath());
            }
        }
        for (Path path : paths) {
            if (!Files.isDirectory(path) && !isSeal(path)) {
                Path absolute = path.toAbsolutePath().normalize();
                Path folder = Objects.requireNonNull(absolute.getParent()).toRealPath();
                Path file = folder.resolve(absolute.getFileName());
                if (!isIn(folders, file)) {
                    add(named, file);
                }
            }
        }
        for (Path folder : folders) {
            addFolder(folder);
        }
        for (Named one : named.values()) {
            addNamed(one);
        }
    }

    /** Whether a file is read anyway. */
    private static boolean isIn(Set<Path> folders, Path file) throws IOException {
        Path folder = Objects.requireNonNull(file.getParent());
        return folders.contains(folder)
                && (TrailFiles.rolledOrNull(file) != null || actives(folder).contains(file));
    }

    private static void add(Map<Path, Named> named, Path file) {
        Rolled rolled = TrailFiles.rolledOrNull(file);
        if (rolled != null) {
            Path active = rolled.folder().resolve(rolled.name());
            named.computeIfAbsent(active, path -> new Named()).rolled.add(rolled.at(Stage.PLAIN));
        } else {
            named.computeIfAbsent(withoutExtension(file), path -> new Named()).active = file;
        }
    }

    private static Path withoutExtension(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.endsWith(RECORDS) ? file.resolveSibling(name.substring(0, name.length() - RECORDS.length())) : file;
    }

    private void addNamed(Named one) throws IOException {
        try {
            add(TrailFiles.named(one.rolled, one.active));
        } catch (FileNotFoundException e) {
            reading.problem(one.active + ": cannot be read (" + e.getMessage() + "); passed over");
            add(TrailFiles.named(one.rolled, null));
        }
    }

    private void addFolder(Path folder) throws IOException {
        Map<String, Path> found = new LinkedHashMap<>();
        for (Path active : actives(folder)) {
            found.put(String.valueOf(withoutExtension(active).getFileName()), active);
        }
        for (Path file : TrailFiles.list(folder)) {
            Rolled rolled = TrailFiles.rolledOrNull(file);
            if (rolled != null) {
                found.putIfAbsent(rolled.name(), folder.resolve(rolled.name() + RECORDS));
            }
        }
        if (found.isEmpty()) {
            reading.problem(folder + ": there is no file of records in it (NAME.ndjson, NAME.DATE.N.ndjson, either"
                    + " with .gz); name the folder of the trail, or its files");
        }
        for (Map.Entry<String, Path> one : found.entrySet()) {
            add(TrailFiles.inFolder(folder, one.getKey(), one.getValue()));
        }
    }

    /** What in a folder may be the active file of a trail, or was put there by hand. */
    private static Set<Path> actives(Path folder) throws IOException {
        Set<Path> files = new TreeSet<>(TrailFiles.list(folder));
        Set<Path> actives = new TreeSet<>();
        for (Path file : files) {
            String name = String.valueOf(file.getFileName());
            Rolled rolled = TrailFiles.rolledOrNull(file);
            if (rolled != null) {
                // An active file may have any name; those of its rolled files tell it.
                Path active = folder.resolve(rolled.name());
                if (files.contains(active)) {
                    actives.add(active);
                }
            } else if (name.endsWith(RECORDS)
                    || name.endsWith(RECORDS + COMPRESSED)
                    || (!isSeal(file) && files.contains(folder.resolve(name + SEAL)))) {
                actives.add(file);
            }
        }
        return actives;
    }

    private static boolean isSeal(Path file) {
        return file.toString().endsWith(SEAL);
    }

    private void add(TrailFiles trail) throws IOException {
        trails.add(trail);
        if (trails.size() > MOST) {
            throw new QueryException("these are more than " + MOST
                    + " trails, which is more than are read at a time; name fewer folders or files");
        }
    }

    @Override
    public void close() throws IOException {
        for (TrailFiles trail : trails) {
            trail.close();
        }
    }
}
