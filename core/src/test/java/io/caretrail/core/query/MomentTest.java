package io.caretrail.core.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Times as people write them, and as records have them. */
class MomentTest {

    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "2026-11-20T09:14:03Z, 2026-11-20T09:14:03Z",
        "2026-11-20T09:14:03.120457Z, 2026-11-20T09:14:03.120457Z",
        "2026-11-20T10:14:03+01:00, 2026-11-20T09:14:03Z",
        "2026-11-20 09:14:03Z, 2026-11-20T09:14:03Z",
        "2026-11-20T09:14:03, 2026-11-20T09:14:03Z",
        "2026-11-20 09:14, 2026-11-20T09:14:00Z",
        "2026-11-20, 2026-11-20T00:00:00Z",
        "90s, 2026-11-20T11:58:30Z",
        "30m, 2026-11-20T11:30:00Z",
        "2h, 2026-11-20T10:00:00Z",
        "7d, 2026-11-13T12:00:00Z",
    })
    void time_that_a_person_wrote(String written, Instant meant) {
        assertEquals(meant, Moment.parse(written, NOW));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yesterday", "2026-02-30", "2026-11-20T25:00:00Z", "2 h", "-2h", "2w", "1732104000"})
    void text_that_is_no_time_is_refused(String written) {
        assertThrows(IllegalArgumentException.class, () -> Moment.parse(written, NOW));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-20T09:14:03.120457Z, 1795166043120457",
        "2026-11-20T10:14:03.120457+01:00, 1795166043120457",
        "2026-11-20T09:14:03.1204579Z, 1795166043120457",
        "2026-11-20T09:14:03Z, 1795166043000000",
        "1969-12-31T23:59:59.999999Z, -1",
    })
    void time_of_a_record(String written, long micros) {
        assertEquals(micros, Moment.micros(written));
    }

    @Test
    void time_of_a_record_that_is_none() {
        assertEquals(Moment.NONE, Moment.micros("2026-13-20T09:14:03.120457Z"));
        assertEquals(Moment.NONE, Moment.micros("2026-11-20T09:14:03.12045xZ"));
        assertEquals(Moment.NONE, Moment.micros("2026-11-20"));
    }

    @Test
    void times_beyond_what_can_be_counted_stay_far_away() {
        assertEquals(true, Moment.micros(Instant.MAX) > Moment.micros(NOW));
        assertEquals(true, Moment.micros(Instant.MIN) < Moment.micros(NOW));
    }
}
