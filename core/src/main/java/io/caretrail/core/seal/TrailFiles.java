package io.caretrail.core.seal;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The files that a verification was pointed at, and the seals beside them.
 *
 * @param seals every seal in a folder that was named or holds a file that was named
 * @param data the files of records to check: each file named, and of each folder named all that a trail may own
 * @param wholeFolders whether folders were named, or more than one file, so that none may be missing
 */
record TrailFiles(Set<Path> seals, Set<Path> data, boolean wholeFolders) {

    private static final String RECORDS = ".ndjson";
    private static final String COMPRESSED = ".gz";

    static TrailFiles of(List<Path> paths) throws IOException {
        Set<Path> seals = new TreeSet<>();
        Set<Path> data = new TreeSet<>();
        Set<Path> folders = new TreeSet<>();
        boolean whole = false;
        for (Path path : paths) {
            Path absolute = path.toAbsolutePath().normalize();
            if (Files.isDirectory(absolute)) {
                whole = true;
                List<Path> found = list(absolute);
                found.stream().filter(file -> !isSeal(file)).forEach(data::add);
            } else if (!isSeal(absolute)) {
                data.add(absolute);
            }
            folders.add(Files.isDirectory(absolute) ? absolute : Objects.requireNonNull(absolute.getParent()));
        }
        for (Path folder : folders) {
            list(folder).stream()
                    .filter(TrailFiles::isSeal)
                    .filter(TrailFiles::isNotEmpty)
                    .forEach(seals::add);
        }
        return new TrailFiles(seals, data, whole || paths.size() > 1);
    }

    private static List<Path> list(Path folder) throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, Files::isRegularFile)) {
            files.forEach(found::add);
        } catch (java.nio.file.DirectoryIteratorException e) {
            throw e.getCause();
        }
        return found;
    }

    static boolean isSeal(Path file) {
        return file.toString().endsWith(SealFile.SUFFIX);
    }

    /** Whether only a trail has files of that name. */
    static boolean isRecords(Path file) {
        return file.toString().endsWith(RECORDS) || file.toString().endsWith(RECORDS + COMPRESSED);
    }

    private static boolean isNotEmpty(Path file) {
        try {
            return Files.size(file) > 0;
        } catch (IOException gone) {
            return false;
        }
    }

    /** The files that stand under the name a seal belongs to: plain, compressed, both for a moment, or none. */
    List<Path> dataOf(Path seal) {
        Path plain = seal.resolveSibling(SealCheck.dataName(seal));
        Path compressed = plain.resolveSibling(plain.getFileName() + COMPRESSED);
        return java.util.stream.Stream.of(plain, compressed)
                .filter(Files::isRegularFile)
                .toList();
    }

    /** What tells whether files were renamed, made or removed since. */
    Map<Path, String> snapshot() {
        Map<Path, String> keys = new TreeMap<>();
        Set<Path> all = new TreeSet<>(seals);
        all.addAll(data);
        for (Path file : all) {
            keys.put(file, key(file));
        }
        return new HashMap<>(keys);
    }

    private static String key(Path file) {
        try {
            @Nullable
            Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
            return String.valueOf(key);
        } catch (IOException gone) {
            return "gone";
        }
    }
}
