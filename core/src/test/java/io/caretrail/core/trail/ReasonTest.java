package io.caretrail.core.trail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileSystemException;
import org.junit.jupiter.api.Test;

class ReasonTest {

    @Test
    void says_class_and_text_of_the_first_cause() {
        IOException full = new IOException("No space left on device");
        assertEquals(
                "IOException: No space left on device",
                Reason.of(new IOException("settings[0]…path: cannot be written", full)));
        assertEquals(
                "FileSystemException: Not a directory",
                Reason.of(new FileSystemException("/p", null, "Not a directory")));
        assertEquals("FileSystemException", Reason.of(new FileSystemException("/p")));
        assertEquals("NullPointerException", Reason.of(new NullPointerException()));
    }

    @Test
    void leaves_out_what_could_be_a_path_an_address_or_a_credential() {
        assertEquals(
                "IOException: refused by … for … with …",
                Reason.of(new IOException("refused by https://a:b@host/x?sig=1 for C:\\keys\\k with token=abc")));
        assertTrue(Reason.of(new IOException("x".repeat(10_000))).length() < 250);
    }

    @Test
    void circle_of_causes_comes_to_an_end() {
        IOException one = new IOException("one");
        IOException other = new IOException("other", one);
        one.initCause(other);
        assertTrue(Reason.of(one).startsWith("IOException: "));
    }
}
