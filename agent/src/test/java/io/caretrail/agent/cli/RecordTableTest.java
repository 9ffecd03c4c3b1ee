package io.caretrail.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.caretrail.core.query.FoundRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How a record looks on a terminal. */
class RecordTableTest {

    private static final class OnlyUri implements FoundRecord {
        private final String uri;

        OnlyUri(String uri) {
            this.uri = uri;
        }

        @Override
        public String line() {
            return "";
        }

        @Override
        public @Nullable String value(int index) {
            return RecordTable.FIELDS.get(index).equals("uri") ? uri : null;
        }
    }

    @Test
    void line_is_as_long_as_the_terminal_is_wide_and_shows_that_it_was_cut() {
        String whole = new RecordTable(0).line(new OnlyUri("http://pacs.example:80/studies/1.2.3"));
        assertEquals(113, whole.length());
        assertEquals(whole, new RecordTable(113).line(new OnlyUri("http://pacs.example:80/studies/1.2.3")));
        assertEquals(
                whole.substring(0, 111) + "…",
                new RecordTable(112).line(new OnlyUri("http://pacs.example:80/studies/1.2.3")));
    }

    @Test
    void character_that_does_not_fit_is_not_halved() {
        String whole = new RecordTable(0).line(new OnlyUri("http://h:80/\uD83D\uDE00\uD83D\uDE00"));
        String cut = new RecordTable(whole.length() - 2).line(new OnlyUri("http://h:80/\uD83D\uDE00\uD83D\uDE00"));
        assertEquals(whole.substring(0, whole.length() - 4) + "…", cut);
    }

    @Test
    void what_is_missing_is_a_dash_and_a_path_without_host_stays() {
        String line = new RecordTable(0).line(new OnlyUri("/odd"));
        assertEquals("/odd", line.substring(line.lastIndexOf(' ') + 1));
        assertEquals("-", line.substring(0, line.indexOf(' ')));
    }
}
