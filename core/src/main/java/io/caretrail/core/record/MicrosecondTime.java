package io.caretrail.core.record;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** Writes moments as RFC 3339 in UTC with six fraction digits, always 27 characters. */
final class MicrosecondTime {

    private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");
    private static final byte[] PATTERN = "0000-00-00T00:00:00.000000Z".getBytes(StandardCharsets.US_ASCII);

    private MicrosecondTime() {}

    /** Finer parts are cut, not rounded; a year that RFC 3339 cannot say becomes the nearest moment that it can. */
    static String format(Instant time) {
        Instant sayable = time.isBefore(FIRST) ? FIRST : time.isAfter(LAST) ? LAST : time;
        LocalDateTime utc = LocalDateTime.ofEpochSecond(sayable.getEpochSecond(), sayable.getNano(), ZoneOffset.UTC);
        byte[] text = PATTERN.clone();
        digits(text, 4, utc.getYear());
        digits(text, 7, utc.getMonthValue());
        digits(text, 10, utc.getDayOfMonth());
        digits(text, 13, utc.getHour());
        digits(text, 16, utc.getMinute());
        digits(text, 19, utc.getSecond());
        digits(text, 26, utc.getNano() / 1_000);
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    private static void digits(byte[] text, int end, int number) {
        int at = end;
        for (int rest = number; rest > 0; rest /= 10) {
            text[--at] = (byte) ('0' + rest % 10);
        }
    }
}
