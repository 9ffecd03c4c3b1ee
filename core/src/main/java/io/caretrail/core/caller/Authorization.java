package io.caretrail.core.caller;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Takes an Authorization header (RFC 9110 section 11.6.2) apart. Lives no longer than it takes to make an identity of it.
 *
 * @param scheme as records name it; null when there is none or it is not a known one: a header that holds nothing but a
 *     token, without a scheme, must not be taken for one
 * @param credentials what follows the scheme: a secret; empty when there is nothing
 */
record Authorization(@Nullable String scheme, String credentials) {

    private static final Authorization NONE = new Authorization(null, "");

    private static final int LONGEST = 16 * 1024;
    private static final int LONGEST_SCHEME = 32;

    private static final String BASIC = "BASIC";
    private static final String BEARER = "Bearer";
    private static final String DIGEST = "DIGEST";

    /** By lower case. The names the servlet API has constants for are spelled like them, so that both records agree. */
    private static final Map<String, String> SCHEMES = schemes();

    static Authorization parse(@Nullable String header) {
        if (header == null || header.length() > LONGEST) {
            return NONE;
        }
        String text = header.strip();
        int space = text.indexOf(' ');
        int end = space < 0 ? text.length() : space;
        String scheme =
                end > LONGEST_SCHEME ? null : SCHEMES.get(text.substring(0, end).toLowerCase(Locale.ROOT));
        return scheme == null
                ? NONE
                : new Authorization(scheme, text.substring(end).strip());
    }

    boolean isBearer() {
        return BEARER.equals(scheme);
    }

    /** The user name in Basic or Digest credentials; null for other schemes and when it cannot be read. */
    @Nullable
    String user() {
        if (BASIC.equals(scheme)) {
            return basicUser();
        }
        return DIGEST.equals(scheme) ? DigestCredentials.userName(credentials) : null;
    }

    /** RFC 7617 section 2: without a colon all of it could be a password. */
    private @Nullable String basicUser() {
        byte[] octets;
        try {
            // The MIME decoder passes over what is not base64, as lenient servers do; url-safe letters are put right
            // first.
            octets =
                    Base64.getMimeDecoder().decode(credentials.replace('-', '+').replace('_', '/'));
        } catch (IllegalArgumentException broken) {
            return null;
        }
        int colon = 0;
        while (colon < octets.length && octets[colon] != ':') {
            colon++;
        }
        if (colon == 0 || colon == octets.length) {
            return null;
        }
        String user = new String(octets, 0, colon, StandardCharsets.UTF_8);
        if (user.indexOf('\uFFFD') >= 0) {
            user = new String(octets, 0, colon, StandardCharsets.ISO_8859_1);
        }
        return JsonWebToken.isLike(user) ? null : user;
    }

    @Override
    public String toString() {
        return "Authorization[scheme=" + scheme + "]";
    }

    private static Map<String, String> schemes() {
        Map<String, String> schemes = new HashMap<>();
        // The registry of RFC 9110 section 16.4.1, and those in wide use beside it.
        for (String scheme : new String[] {
            BASIC,
            BEARER,
            DIGEST,
            "Concealed",
            "DPoP",
            "GNAP",
            "HOBA",
            "Mutual",
            "Negotiate",
            "OAuth",
            "PrivateToken",
            "SCRAM-SHA-1",
            "SCRAM-SHA-256",
            "vapid",
            "ApiKey",
            "AWS4-HMAC-SHA256",
            "Hawk",
            "HMAC",
            "JWT",
            "Kerberos",
            "NTLM",
            "SharedKey",
            "Signature",
            "Token"
        }) {
            schemes.put(scheme.toLowerCase(Locale.ROOT), scheme);
        }
        return Map.copyOf(schemes);
    }
}
