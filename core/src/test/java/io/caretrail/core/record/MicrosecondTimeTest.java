package io.caretrail.core.record;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MicrosecondTimeTest {

    private static final DateTimeFormatter REFERENCE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    @Test
    void random_moments_are_written_as_java_time_writes_them() {
        Random random = new Random(20);
        for (int i = 0; i < 10_000; i++) {
            Instant time = Instant.ofEpochSecond(
                    random.nextLong(-62_167_219_200L, 253_402_300_800L), random.nextInt(1_000_000_000));
            assertEquals(REFERENCE.format(time), MicrosecondTime.format(time));
        }
    }

    @Test
    void nanoseconds_are_cut_and_not_rounded_into_the_next_second() {
        assertEquals(
                "2026-12-31T23:59:59.999999Z", MicrosecondTime.format(Instant.parse("2026-12-31T23:59:59.999999999Z")));
    }

    @Test
    void a_year_that_the_format_cannot_say_becomes_the_nearest_that_it_can() {
        assertEquals("0000-01-01T00:00:00.000000Z", MicrosecondTime.format(Instant.MIN));
        assertEquals("9999-12-31T23:59:59.999999Z", MicrosecondTime.format(Instant.MAX));
    }
}
