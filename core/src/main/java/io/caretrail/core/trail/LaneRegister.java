package io.caretrail.core.trail;

import io.caretrail.core.config.DestinationSettings;
import io.caretrail.core.record.Category;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whose the lanes of a state folder are, so that the next process gives each its own back, also under a changed
 * configuration. A text file that is replaced whole. For one thread at a time.
 */
final class LaneRegister {

    private final Path file;
    private final Map<Long, Known> known = new LinkedHashMap<>();

    /**
     * One lane.
     *
     * @param place hash of the kind and of where it leads to; not the words, which may hold a password
     */
    record Known(long id, String kind, String key, String place, Set<Category> categories) {

        static Known of(long id, DestinationSettings settings, Set<Category> categories) {
            return new Known(id, settings.kind(), settings.key(), LaneRegister.place(settings), categories);
        }

        private String line() {
            String names = categories.stream().map(Category::name).sorted().collect(Collectors.joining(","));
            return String.join("\t", HexFormat.of().toHexDigits(id), kind, place, names, key);
        }

        private static Stream<Known> read(String line) {
            String[] fields = line.split("\t", -1);
            if (fields.length != 5) {
                return Stream.empty();
            }
            try {
                Set<Category> categories = Arrays.stream(fields[3].split(",", -1))
                        .filter(name -> !name.isEmpty())
                        .map(Category::valueOf)
                        .collect(Collectors.toUnmodifiableSet());
                long id = HexFormat.fromHexDigitsToLong(fields[0]);
                return Stream.of(new Known(id, fields[1], fields[4], fields[2], categories));
            } catch (IllegalArgumentException damaged) {
                // Its cursor is still in the hand-off, and what it stands for goes to others.
                return Stream.empty();
            }
        }
    }

    private LaneRegister(Path file) {
        this.file = file;
    }

    static LaneRegister open(Path file) throws IOException {
        LaneRegister register = new LaneRegister(file);
        if (Files.exists(file)) {
            new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                    .lines()
                    .flatMap(Known::read)
                    .forEach(lane -> register.known.put(lane.id, lane));
        }
        return register;
    }

    List<Known> all() {
        return List.copyOf(known.values());
    }

    void put(List<Known> lanes) throws IOException {
        boolean changed = false;
        for (Known lane : lanes) {
            Known before = known.put(lane.id, lane);
            changed |= before == null || !lane.line().equals(before.line());
        }
        if (changed) {
            write();
        }
    }

    void remove(long id) throws IOException {
        if (known.remove(id) != null) {
            write();
        }
    }

    private void write() throws IOException {
        String text = known.values().stream().map(Known::line).collect(Collectors.joining("\n", "", "\n"));
        Path part = file.resolveSibling(file.getFileName() + ".part");
        Files.writeString(part, text);
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Where a destination leads to, as far as its kind says so in the usual words. */
    static String place(DestinationSettings settings) {
        Object place = settings.values().getOrDefault("path", settings.values().get("url"));
        String words = settings.kind() + '\n' + Objects.requireNonNullElse(place, "");
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(words.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
