package io.caretrail.examples.dicom;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.regex.Pattern;

/** Unique identifiers (PS3.5 section 9). */
final class Uid {

    private static final Pattern FORM = Pattern.compile("[0-9]+(\\.[0-9]+)*");
    private static final int LONGEST = 64;

    private Uid() {}

    static boolean isUid(String text) {
        return text.length() <= LONGEST && FORM.matcher(text).matches();
    }

    /** Always the same for the same name, made of a UUID (PS3.5 section B.2), so that nobody else's root is used. */
    static String of(String name) {
        UUID uuid = UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
        return "2.25." + new BigInteger(uuid.toString().replace("-", ""), 16);
    }
}
