package io.caretrail.core.config;

import java.util.regex.Pattern;

/** Values as they may be shown: a credential that was written into the configuration itself is left out (Law 4). */
final class Masked {

    private static final Pattern USER_INFO = Pattern.compile("//[^/@\\s]*@");
    private static final Pattern PARAMETER = Pattern.compile(
            "(?i)\\b(access_token|id_token|refresh_token|client_secret|client_assertion|password|api_?key|sig|signature"
                    + "|x-amz-(?:signature|credential|security-token)|token|samlresponse|code|state|jsessionid)=[^&;\\s]*");
    private static final Pattern SCHEME = Pattern.compile("(?i)\\b(bearer|basic)\\s+[^\\s\"$]+");
    private static final Pattern CREDENTIAL =
            Pattern.compile("(?i)authorization|cookie|token|secret|password|key|signature");
    private static final int LONGEST = 200;

    private Masked() {}

    static String of(String value) {
        String masked = USER_INFO.matcher(value).replaceAll("//***@");
        masked = PARAMETER.matcher(masked).replaceAll("$1=***");
        return SCHEME.matcher(masked).replaceAll("$1 ***");
    }

    /** Whether the last part of a key, or the name of a header, is one that as a rule names a credential. */
    static boolean isCredential(String key) {
        return CREDENTIAL.matcher(KnownKeys.last(key)).find();
    }

    /** In quotes, on one line, not too long. */
    static String quoted(String value) {
        String masked = of(value);
        StringBuilder plain = new StringBuilder("\"");
        masked.codePoints()
                .limit(LONGEST)
                .map(point -> Character.isISOControl(point) || point == 0x2028 || point == 0x2029 ? ' ' : point)
                .forEach(plain::appendCodePoint);
        return plain.append(masked.codePointCount(0, masked.length()) > LONGEST ? "…\"" : "\"")
                .toString();
    }
}
