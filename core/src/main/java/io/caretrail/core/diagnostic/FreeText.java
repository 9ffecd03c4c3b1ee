package io.caretrail.core.diagnostic;

import io.caretrail.core.uri.Credentials;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Masks credentials in free text by known patterns (contract, Credentials); the rest is best effort. Stateless and
 * thread-safe; linear in the text, whose end beyond {@link #LONGEST} is cut off.
 */
final class FreeText {

    static final String MASK = Credentials.MASK;

    /** In characters; more than a record holds. */
    static final int LONGEST = 32 * 1024;

    /** A header of credentials up to the end of its line: a Cookie has several values, a Digest has many. */
    private static final Pattern HEADER = Pattern.compile(
            "((?:proxy-)?authorization|(?:set-)?cookie)([\"']?\\s*[:=]\\s*)[^\\r\\n]+", Pattern.CASE_INSENSITIVE);

    /** What stands behind the name of a scheme. */
    private static final Pattern SCHEME =
            Pattern.compile("\\b(bearer|basic|negotiate)(\\s+)[A-Za-z0-9._~+/=-]{8,}", Pattern.CASE_INSENSITIVE);

    /** A JSON Web Token wherever it stands: its first part is an object, whose beginning in base64 is this. */
    private static final Pattern TOKEN = Pattern.compile("\\beyJ[A-Za-z0-9_-]{5,}\\.[A-Za-z0-9_-]*\\.?[A-Za-z0-9_.-]*");

    private static final Pattern USERINFO = Pattern.compile("(://)[^\\s/@\"'<>]{1,256}@");

    /** {@code name=value}, {@code name: value} and {@code "name":"value"}. */
    private static final Pattern NAMED = Pattern.compile(
            "\\b([A-Za-z0-9_.-]{0,32}?(?:access[_-]?token|id[_-]?token|refresh[_-]?token|client[_-]?secret"
                    + "|client[_-]?assertion|password|passwd|api[_-]?key|x-amz-signature|x-amz-credential"
                    + "|x-amz-security-token|samlresponse|jsessionid|signature|token|sig))"
                    + "([\"']?\\s*(?:=|:)\\s*)(?:\"(?:[^\"\\\\]|\\\\.)*+\"?|'[^']*+'?|[^\\s&,;\"'}\\])]++)",
            Pattern.CASE_INSENSITIVE);

    private FreeText() {}

    /** Whether what stands under such a name is a credential. */
    static boolean isCredential(String name) {
        return Credentials.isHeaderOf(name);
    }

    static String masked(String text) {
        String kept = text.length() > LONGEST ? text.substring(0, LONGEST) : text;
        if (!isSuspect(kept)) {
            return kept;
        }
        String masked = replaced(HEADER, kept, "$1$2" + Matcher.quoteReplacement(MASK));
        masked = replaced(SCHEME, masked, "$1$2" + Matcher.quoteReplacement(MASK));
        masked = replaced(TOKEN, masked, Matcher.quoteReplacement(MASK));
        masked = replaced(USERINFO, masked, "$1" + Matcher.quoteReplacement(MASK) + "@");
        return replaced(NAMED, masked, "$1$2" + Matcher.quoteReplacement(MASK));
    }

    private static String replaced(Pattern pattern, String text, String replacement) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? matcher.replaceAll(replacement) : text;
    }

    /** Most lines have none of these characters, and are not looked at again. */
    private static boolean isSuspect(String text) {
        return text.indexOf('=') >= 0
                || text.indexOf(':') >= 0
                || text.contains("eyJ")
                || SCHEME.matcher(text).find();
    }
}
