package io.caretrail.core.record;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Takes the bytes of one record and forgets what comes after {@link RecordEncoder#LIMIT}: an endless value costs no
 * memory. For one thread at a time.
 */
final class RecordBuffer extends OutputStream {

    private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final int LONGEST_NUMBER = 20;

    /** Of a long. */
    private static final int LONGEST_HEX = 16;

    private static final int LONGEST_CHARACTER = 3;
    private static final int ASCII = 128;

    /** By character: 1 where it does not stand for itself. */
    private static final byte[] SPECIAL = special();

    private final byte[] bytes = new byte[RecordEncoder.LIMIT];
    private int length;
    private boolean overflowed;
    private boolean odd;

    void clear() {
        length = 0;
        overflowed = false;
        odd = false;
    }

    boolean overflowed() {
        return overflowed;
    }

    /** Whether all that was put here is here, as it has to be. */
    boolean isWhole() {
        return !overflowed && !odd;
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    @Override
    public void write(int b) {
        if (length == bytes.length) {
            overflowed = true;
        } else {
            bytes[length++] = (byte) b;
        }
    }

    @Override
    public void write(byte[] source, int offset, int count) {
        int taken = Math.min(count, bytes.length - length);
        System.arraycopy(source, offset, bytes, length, taken);
        length += taken;
        overflowed |= taken < count;
    }

    /** Puts bytes that are JSON already. */
    void put(byte[] json) {
        int at = claim(json.length);
        if (at >= 0) {
            System.arraycopy(json, 0, bytes, at, json.length);
        }
    }

    /** Makes room for bytes that the caller puts in place, and says where; -1 when there is no room. */
    int claim(int count) {
        if (count > bytes.length - length) {
            overflowed = true;
            return -1;
        }
        int at = length;
        length += count;
        return at;
    }

    /** Says that this record is nothing for this buffer's own writing. */
    void refuse() {
        odd = true;
    }

    void flag(boolean flag) {
        put(flag ? TRUE : FALSE);
    }

    /** Puts the digits of a number. */
    void number(long number) {
        if (number < 0 || bytes.length - length < LONGEST_NUMBER) {
            odd = true;
            return;
        }
        int end = length + digits(number);
        length = end;
        long rest = number;
        do {
            bytes[--end] = (byte) ('0' + rest % 10);
            rest /= 10;
        } while (rest > 0);
    }

    /** Puts the last so many hexadecimal digits of a number of 128 bits. */
    void hex(long high, long low, int digits) {
        int start = claim(digits);
        if (start >= 0) {
            int inLow = Math.min(digits, LONGEST_HEX);
            hex(high, start, digits - inLow);
            hex(low, start + digits - inLow, inLow);
        }
    }

    private void hex(long number, int start, int digits) {
        long rest = number;
        for (int at = start + digits - 1; at >= start; at--) {
            bytes[at] = HEX[(int) rest & 0xF];
            rest >>>= 4;
        }
    }

    private static int digits(long number) {
        int digits = 1;
        for (long rest = number; rest >= 10; rest /= 10) {
            digits++;
        }
        return digits;
    }

    /** Puts text as it stands between the quotes of JSON, if it holds nothing but what {@link #character} takes. */
    void text(String text) {
        int count = text.length();
        int at = length;
        if (count > bytes.length - at) {
            overflowed = true;
            return;
        }
        int special = 0;
        for (int i = 0; i < count; i++) {
            char c = text.charAt(i);
            bytes[at + i] = (byte) c;
            special |= special(c);
        }
        if (special == 0) {
            length = at + count;
        } else {
            characters(text);
        }
    }

    /** Puts text whose bytes are known, as a rule. */
    void text(FixedText text) {
        byte[] json = text.json();
        if (json == null) {
            text(text.toString());
        } else {
            put(json);
        }
    }

    private void characters(String text) {
        for (int i = 0; i < text.length() && isWhole(); i++) {
            character(text.charAt(i));
        }
    }

    /** What has to be written as a hexadecimal escape, or repaired before, is left to others. */
    private void character(char c) {
        if (bytes.length - length < LONGEST_CHARACTER) {
            overflowed = true;
        } else if (isPlain(c)) {
            bytes[length++] = (byte) c;
        } else if (c == '"' || c == '\\') {
            bytes[length++] = '\\';
            bytes[length++] = (byte) c;
        } else if (c < ' ' || LineSafeEscapes.escapes(c) || Character.isSurrogate(c)) {
            odd = true;
        } else if (c < 0x800) {
            bytes[length++] = (byte) (0xC0 | (c >> 6));
            bytes[length++] = (byte) (0x80 | (c & 0x3F));
        } else {
            bytes[length++] = (byte) (0xE0 | (c >> 12));
            bytes[length++] = (byte) (0x80 | ((c >> 6) & 0x3F));
            bytes[length++] = (byte) (0x80 | (c & 0x3F));
        }
    }

    /** Whether text stands in JSON, and in any line, as it is. */
    static boolean isPlain(String text) {
        int special = 0;
        for (int i = 0; i < text.length(); i++) {
            special |= special(text.charAt(i));
        }
        return special == 0;
    }

    private static boolean isPlain(char c) {
        return special(c) == 0;
    }

    /** Not 0 when a character does not stand for itself. No branches: nearly all do, and whoever asks asks for many. */
    private static int special(char c) {
        return SPECIAL[c & (ASCII - 1)] | (c / ASCII);
    }

    private static byte[] special() {
        byte[] special = new byte[ASCII];
        Arrays.fill(special, 0, ' ', (byte) 1);
        special['"'] = 1;
        special['\\'] = 1;
        special[ASCII - 1] = 1;
        return special;
    }
}
