package io.caretrail.core.config;

import java.math.BigInteger;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** From the text of a value to the Java type that {@link ConfigKey.Type} names. */
final class ValueTypes {

    private static final Pattern SIZE = Pattern.compile("(\\d{1,18})\\s*(B|KB|MB|GB)?");
    private static final Pattern DURATION = Pattern.compile("(\\d{1,12})\\s*(ms|s|m|h|d|days?)");
    private static final Pattern MODE = Pattern.compile("0?[0-7]{3}");

    private static final Map<String, Integer> SIZE_BITS = Map.of("B", 0, "KB", 10, "MB", 20, "GB", 30);
    private static final Map<String, ChronoUnit> UNITS = Map.of(
            "ms", ChronoUnit.MILLIS,
            "s", ChronoUnit.SECONDS,
            "m", ChronoUnit.MINUTES,
            "h", ChronoUnit.HOURS,
            "d", ChronoUnit.DAYS,
            "day", ChronoUnit.DAYS,
            "days", ChronoUnit.DAYS);

    private final Path workingFolder;

    ValueTypes(Path workingFolder) {
        this.workingFolder = workingFolder;
    }

    /** One value; of a list of texts, one item. */
    Object read(ConfigKey key, String value) throws BadValueException {
        noControls(value);
        return switch (key.type()) {
            case TEXT, TEXTS, TEXT_MAP -> value;
            case BOOLEAN -> truth(value);
            case NUMBER -> number(value);
            case SIZE -> size(value);
            case DURATION -> duration(value);
            case PATH -> path(value);
            case MODE -> mode(value);
            case CHOICE -> choice(key.allowed(), value);
        };
    }

    private static void noControls(String value) throws BadValueException {
        if (value.chars().anyMatch(Character::isISOControl)) {
            throw new BadValueException("has a line break or another control character", "remove it");
        }
    }

    private static Object truth(String value) throws BadValueException {
        return switch (value) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new BadValueException("is neither true nor false", "use true or false");
        };
    }

    private static Object number(String value) throws BadValueException {
        if (!value.matches("-?\\d{1,18}")) {
            throw new BadValueException("is not a whole number", "use digits only");
        }
        return Long.valueOf(value);
    }

    private static Object size(String value) throws BadValueException {
        Matcher size = SIZE.matcher(value);
        if (!size.matches()) {
            throw new BadValueException("is not a size", "use a whole number with B, KB, MB or GB, such as 100MB");
        }
        int bits = size.group(2) == null ? 0 : SIZE_BITS.getOrDefault(size.group(2), 0);
        BigInteger bytes = new BigInteger(size.group(1)).shiftLeft(bits);
        if (bytes.signum() == 0 || bytes.bitLength() > 62) {
            throw new BadValueException("is not a size that can be had", "use 1B to 1000000GB");
        }
        return bytes.longValueExact();
    }

    private static Object duration(String value) throws BadValueException {
        Matcher duration = DURATION.matcher(value);
        if (!duration.matches()) {
            throw new BadValueException(
                    "is not a length of time", "use a whole number with ms, s, m, h or days, such as 200ms or 30 days");
        }
        ChronoUnit unit = UNITS.getOrDefault(duration.group(2), ChronoUnit.SECONDS);
        Duration length = unit.getDuration().multipliedBy(Long.parseLong(duration.group(1)));
        if (length.toDays() > 1_000_000) {
            throw new BadValueException("is longer than a million days", "use a shorter time");
        }
        return length;
    }

    private Object path(String value) throws BadValueException {
        if (value.isBlank()) {
            throw new BadValueException("is no path", "write the path of a file or folder");
        }
        try {
            return workingFolder.resolve(value).normalize();
        } catch (InvalidPathException wrong) {
            throw new BadValueException("is no path of this system", "correct it");
        }
    }

    private static Object mode(String value) throws BadValueException {
        if (!MODE.matcher(value).matches()) {
            throw new BadValueException("is not a file mode", "use three octal digits, such as \"0640\"");
        }
        int bits = Integer.parseInt(value, 8);
        PosixFilePermission[] ordered = PosixFilePermission.values();
        Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
        for (int bit = 0; bit < 9; bit++) {
            if ((bits & (0400 >> bit)) != 0) {
                permissions.add(ordered[bit]);
            }
        }
        if ((bits & 0600) != 0600) {
            throw new BadValueException("keeps the owner from reading or writing", "begin with 6, such as \"0640\"");
        }
        return PosixFilePermissions.toString(permissions);
    }

    private static Object choice(List<String> allowed, String value) throws BadValueException {
        if (allowed.contains(value)) {
            return value;
        }
        String words = String.join(", ", allowed);
        String near = Nearest.to(value, allowed)
                .filter(word -> word.length() > 1)
                .map(word -> "did you mean \"" + word + "\"? ")
                .orElse("");
        boolean letterCase = allowed.stream().anyMatch(word -> word.equalsIgnoreCase(value.toLowerCase(Locale.ROOT)));
        throw new BadValueException(
                letterCase ? "is not written in this case" : "is not one of the choices", near + "use one of " + words);
    }
}
