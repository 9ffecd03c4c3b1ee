package io.caretrail.core.caller;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpAddressTest {

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1",
        "0.0.0.0, 0.0.0.0",
        "255.255.255.255, 255.255.255.255",
        // RFC 5952 section 4.1: leading zeros
        "2001:0db8::0001, 2001:db8::1",
        // section 4.2.1: as short as possible
        "2001:db8:0:0:0:0:2:1, 2001:db8::2:1",
        "2001:db8::0:1, 2001:db8::1",
        // section 4.2.2: not for one group
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "2001:db8::1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        // section 4.2.3: the longest run, the first of equals
        "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
        "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        // section 4.3: lower case
        "2001:DB8::ABCD:EF01, 2001:db8::abcd:ef01",
        "::, ::",
        "::1, ::1",
        "1::, 1::",
        "0:0:0:0:0:0:0:1, ::1",
        "0:0:0:0:0:0:0:0, ::",
        "1:2:3:4:5:6:7::, 1:2:3:4:5:6:7:0",
        "::2:3:4:5:6:7:8, 0:2:3:4:5:6:7:8",
        "0:0:3:0:0:0:7:8, 0:0:3::7:8",
        "64:ff9b::192.0.2.33, 64:ff9b::c000:221",
        "1:2:3:4:5:6:192.0.2.33, 1:2:3:4:5:6:c000:221",
        // IPv4-mapped, in either notation
        "::ffff:73.164.17.31, 73.164.17.31",
        "::FFFF:49a4:111f, 73.164.17.31",
        "0:0:0:0:0:ffff:1.2.3.4, 1.2.3.4",
        // IPv4-compatible is not IPv4
        "::1.2.3.4, ::102:304",
        // zones
        "fe80::1%eth0, fe80::1",
        "fe80:0:0:0:0:0:0:1%2, fe80::1",
        "::ffff:1.2.3.4%1, 1.2.3.4",
    })
    void address_has_one_canonical_text(String text, String canonical) {
        assertEquals(canonical, String.valueOf(IpAddress.parse(text)));
        assertEquals(IpAddress.parse(canonical), IpAddress.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "1.2.3",
                "1.2.3.4.5",
                "1.2.3.256",
                "01.2.3.4",
                "1.2.3.04",
                "1.2.3.4 ",
                " 1.2.3.4",
                "1.2..4",
                "1.2.3.",
                ".1.2.3",
                "0x1.2.3.4",
                "1.2.3.4/8",
                "1.2.3.4:80",
                "1.2.3.4%1",
                "16909060",
                "1.2.3.1111",
                ":",
                ":::",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1:2:3:4:5:6:7:8::",
                "::1:2:3:4:5:6:7:8",
                "1::2::3",
                ":1::",
                "1:::2",
                "::1:",
                "12345::",
                "g::",
                "::1%",
                "[::1]",
                "::1.2.3",
                "::1.2.3.4:5",
                "::01.2.3.4",
                "1:2:3:4:5:6:7:1.2.3.4",
                "localhost",
                "example.org",
                "unknown",
                "_hidden",
                "::\u0661",
                "\u0661.2.3.4",
                "::ffff:1.2.3.4.",
                "1.2.3.4\u0000",
                "::1\n",
                "-1.2.3.4",
                "+1.2.3.4"
            })
    void text_that_is_no_address_is_none(String text) {
        assertNull(IpAddress.parse(text));
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.43, 192.0.2.43",
        "192.0.2.43:80, 192.0.2.43",
        "192.0.2.43:_p0rt, 192.0.2.43",
        "[::1], ::1",
        "[::1]:80, ::1",
        "[2001:db8:cafe::17]:4711, 2001:db8:cafe::17",
        "[::ffff:1.2.3.4]:80, 1.2.3.4",
        "[fe80::1%25eth0]:80, fe80::1",
        "::1, ::1",
        "2001:db8::1:8080, 2001:db8::1:8080",
    })
    void node_of_a_forwarding_header_may_have_a_port(String text, String canonical) {
        assertEquals(canonical, String.valueOf(IpAddress.parseNode(text)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "unknown",
                "_hidden",
                "[1.2.3.4]",
                "[::1",
                "::1]",
                "[::1]80",
                "[::1]:",
                "[::1]:x",
                "[]",
                "[]:80",
                "1.2.3.4:",
                "1.2.3.4:65536",
                "1.2.3.4:99999999999",
                "1.2.3.4:-1",
                "1.2.3.4:_",
                "example.org:80",
                "_x:80",
                "\"1.2.3.4\"",
                "1.2.3.4:80:90",
                "[::1]:80:90"
            })
    void node_that_is_no_address_is_none(String text) {
        assertNull(IpAddress.parseNode(text));
    }

    @Test
    void every_address_that_java_prints_is_read_back() throws UnknownHostException {
        Random random = new Random(5952);
        for (int i = 0; i < 20_000; i++) {
            byte[] octets = new byte[i % 4 == 0 ? 4 : 16];
            random.nextBytes(octets);
            for (int j = 0; j < octets.length; j += 2) {
                if (random.nextBoolean()) {
                    octets[j] = 0;
                    octets[j + 1] = 0;
                }
            }
            InetAddress expected = InetAddress.getByAddress(octets);
            IpAddress address = IpAddress.parse(expected.getHostAddress());
            assertNotNull(address, expected.getHostAddress());
            // A literal: getByName asks no name server for one.
            assertEquals(expected, InetAddress.getByName(address.toString()));
        }
    }
}
