package io.caretrail.core.caller;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CidrBlockTest {

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.0.0.0, true",
        "10.0.0.0/8, 10.255.255.255, true",
        "10.0.0.0/8, 11.0.0.0, false",
        "10.0.0.0/8, ::ffff:10.1.2.3, true",
        "10.0.0.0/8, ::10.1.2.3, false",
        "192.0.2.128/25, 192.0.2.127, false",
        "192.0.2.128/25, 192.0.2.128, true",
        "192.0.2.1, 192.0.2.1, true",
        "192.0.2.1, 192.0.2.2, false",
        "192.0.2.1/32, 192.0.2.1, true",
        "0.0.0.0/0, 255.255.255.255, true",
        "0.0.0.0/0, ::1, false",
        "::/0, ::1, true",
        "::/0, ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, true",
        "::/0, 1.2.3.4, false",
        "fd00::/8, fdff::1, true",
        "fd00::/8, fe00::1, false",
        "2001:db8::/64, 2001:db8::ffff:ffff:ffff:ffff, true",
        "2001:db8::/64, 2001:db8:0:1::, false",
        "2001:db8::/65, 2001:db8::7fff:0:0:0, true",
        "2001:db8::/65, 2001:db8::8000:0:0:0, false",
        "2001:db8:0:1::/63, 2001:db8:0:1::, refused",
        "::1, ::1, true",
        "::1/128, ::2, false",
        "::ffff:10.0.0.0/104, 10.9.9.9, true",
        "::ffff:0:0/96, 1.2.3.4, true",
        "fe80::/10, fe80::1%eth0, true",
    })
    void block_holds_addresses_with_its_prefix(String block, String address, String expected) {
        if (expected.equals("refused")) {
            assertThrows(IllegalArgumentException.class, () -> CidrBlock.parse(block));
        } else {
            assertEquals(Boolean.valueOf(expected), CidrBlock.parse(block).contains(IpAddress.parse(address)));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "10.1.2.3/8|\"10.1.2.3/8\": has bits set behind its prefix; use 10.0.0.0/8",
                "2001:db8::1/32|\"2001:db8::1/32\": has bits set behind its prefix; use 2001:db8::/32",
                "10.0.0.0/33|\"10.0.0.0/33\": what follows the / must be a number from 0 to 32",
                "10.0.0.0/|\"10.0.0.0/\": what follows the / must be a number from 0 to 32",
                "10.0.0.0/-1|\"10.0.0.0/-1\": what follows the / must be a number from 0 to 32",
                "10.0.0.0/8/8|\"10.0.0.0/8/8\": what follows the / must be a number from 0 to 32",
                "10.0.0.0/255.0.0.0|\"10.0.0.0/255.0.0.0\": what follows the / must be a number from 0 to 32",
                "::/129|\"::/129\": what follows the / must be a number from 0 to 128",
                "::ffff:10.0.0.0/8|\"::ffff:10.0.0.0/8\": a block of IPv4-mapped addresses needs a prefix of 96 or more;"
                        + " use IPv4 notation",
                "proxy.example|\"proxy.example\": no IP address; names are not looked up; use a block such as 10.0.0.0/8"
                        + " or fd00::/8",
                "10.0.0|\"10.0.0\": no IP address; names are not looked up; use a block such as 10.0.0.0/8 or fd00::/8",
                "fe80::%eth0/10|\"fe80::%eth0/10\": no IP address; names are not looked up; use a block such as"
                        + " 10.0.0.0/8 or fd00::/8",
                "*|\"*\": no IP address; names are not looked up; use a block such as 10.0.0.0/8 or fd00::/8",
            })
    void wrong_block_is_refused_with_what_to_write(String block, String message) {
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () -> CidrBlock.parse(block));
        assertEquals(message, refused.getMessage());
    }
}
