package io.caretrail.core.record;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * Writes moments as RFC 3339 in UTC with six fraction digits, always 27 characters. Remembers the second it wrote last,
 * since nearly all moments are of the same one. For one thread at a time.
 */
final class MicrosecondTime {

    private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");
    private static final byte[] PATTERN = "0000-00-00T00:00:00.000000Z".getBytes(StandardCharsets.US_ASCII);
    private static final int FRACTION_END = PATTERN.length - 1;

    private Second last = new Second(0);

    /** Finer parts are cut, not rounded; a year that RFC 3339 cannot say becomes the nearest moment that it can. */
    static String format(Instant time) {
        return new String(bytes(time), StandardCharsets.ISO_8859_1);
    }

    /** Puts what {@link #format} gives for this moment. */
    void put(long epochSecond, int nano, RecordBuffer buffer) {
        Second second = last;
        if (second.epochSecond != epochSecond) {
            second = new Second(epochSecond);
            last = second;
        }
        int at = buffer.claim(PATTERN.length);
        if (at >= 0) {
            System.arraycopy(second.text, 0, buffer.bytes(), at, PATTERN.length);
            if (second.sayable) {
                micros(buffer.bytes(), at + FRACTION_END, nano);
            }
        }
    }

    private static byte[] bytes(Instant time) {
        Instant sayable = time.isBefore(FIRST) ? FIRST : time.isAfter(LAST) ? LAST : time;
        LocalDateTime utc = LocalDateTime.ofEpochSecond(sayable.getEpochSecond(), sayable.getNano(), ZoneOffset.UTC);
        byte[] text = PATTERN.clone();
        digits(text, 4, utc.getYear());
        digits(text, 7, utc.getMonthValue());
        digits(text, 10, utc.getDayOfMonth());
        digits(text, 13, utc.getHour());
        digits(text, 16, utc.getMinute());
        digits(text, 19, utc.getSecond());
        micros(text, FRACTION_END, utc.getNano());
        return text;
    }

    private static void digits(byte[] text, int end, int number) {
        int at = end;
        for (int rest = number; rest > 0; rest /= 10) {
            text[--at] = (byte) ('0' + rest % 10);
        }
    }

    /** All six digits, over whatever stands there. */
    private static void micros(byte[] text, int end, int nanos) {
        int rest = nanos / 1_000;
        for (int at = end - 1; at >= end - 6; at--) {
            text[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }

    private static final class Second {
        private final long epochSecond;
        private final boolean sayable;
        private final byte[] text;

        Second(long epochSecond) {
            Instant start = Instant.ofEpochSecond(epochSecond);
            this.epochSecond = epochSecond;
            sayable = !start.isBefore(FIRST) && !start.isAfter(LAST);
            text = bytes(start);
        }
    }
}
