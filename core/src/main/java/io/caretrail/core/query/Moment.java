package io.caretrail.core.query;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Moments as records have them, and as people write them. */
public final class Moment {

    /** Of a time that is none. */
    static final long NONE = Long.MIN_VALUE;

    private static final Pattern AGO = Pattern.compile("(\\d{1,9})([smhd])");
    private static final long MICROS = 1_000_000;

    private Moment() {}

    /**
     * Reads what a person wrote: RFC 3339, the same without zone (taken for UTC), a date (its beginning in UTC), or how
     * long ago: {@code 90s}, {@code 30m}, {@code 2h}, {@code 7d}.
     *
     * @throws IllegalArgumentException what is wrong, and what to write instead
     */
    public static Instant parse(String text, Instant now) {
        Matcher ago = AGO.matcher(text);
        try {
            if (ago.matches()) {
                return now.minus(Duration.of(Long.parseLong(ago.group(1)), unit(ago.group(2))));
            }
            if (text.length() == "2026-11-20".length()) {
                return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
            }
            String plain = text.replace(' ', 'T');
            boolean zoned = plain.endsWith("Z") || plain.endsWith("z") || plain.matches(".*T.*[+-]\\d\\d:\\d\\d");
            return zoned
                    ? OffsetDateTime.parse(plain).toInstant()
                    : LocalDateTime.parse(plain).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "\"" + text
                            + "\" is no time; write 2026-11-20T09:14:03Z, 2026-11-20T10:14:03+01:00, 2026-11-20 (its beginning in"
                            + " UTC), or how long ago: 90s, 30m, 2h, 7d",
                    e);
        }
    }

    private static ChronoUnit unit(String letter) {
        return switch (letter) {
            case "s" -> ChronoUnit.SECONDS;
            case "m" -> ChronoUnit.MINUTES;
            case "h" -> ChronoUnit.HOURS;
            default -> ChronoUnit.DAYS;
        };
    }

    /** In microseconds since 1970, finer parts cut; of a time that is too far away, one that is far away. */
    static long micros(Instant time) {
        long far = 1L << 62;
        if (Math.abs(time.getEpochSecond()) > far / MICROS) {
            return time.getEpochSecond() > 0 ? far : -far;
        }
        return time.getEpochSecond() * MICROS + time.getNano() / 1_000;
    }

    /** Reads the time of a record (RFC 3339); {@link #NONE} when it is none. */
    static long micros(String text) {
        try {
            return isPlain(text)
                    ? plain(text)
                    : micros(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException none) {
            return NONE;
        }
    }

    /** Whether it is written as our own records are; every record of a trail is, so this saves most of the time. */
    private static boolean isPlain(String text) {
        String pattern = "0000-00-00T00:00:00.000000Z";
        if (text.length() != pattern.length()) {
            return false;
        }
        for (int i = 0; i < pattern.length(); i++) {
            char c = text.charAt(i);
            char p = pattern.charAt(i);
            if (p == '0' ? c < '0' || c > '9' : c != p) {
                return false;
            }
        }
        return true;
    }

    private static long plain(String text) {
        LocalDateTime time = LocalDateTime.of(
                number(text, 0, 4),
                number(text, 5, 7),
                number(text, 8, 10),
                number(text, 11, 13),
                number(text, 14, 16),
                number(text, 17, 19));
        return time.toEpochSecond(ZoneOffset.UTC) * MICROS + number(text, 20, 26);
    }

    private static int number(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            number = number * 10 + text.charAt(i) - '0';
        }
        return number;
    }
}
