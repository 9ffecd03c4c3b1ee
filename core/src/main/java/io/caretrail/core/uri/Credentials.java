package io.caretrail.core.uri;

import java.util.List;
import java.util.Locale;

/**
 * The names whose values are credentials (contract, Credentials), and what is written in place of such a value.
 * Stateless and thread-safe.
 */
public final class Credentials {

    /** Stands where a value was taken out; all of its characters may stand anywhere in a URI (RFC 3986 section 2.2). */
    public static final String MASK = "***";

    /** Lower case, without {@code _} and {@code -}: {@code access_token}, {@code accessToken} and {@code Access-Token} are one. */
    static final List<String> NAMES = List.of(
            "accesstoken",
            "idtoken",
            "refreshtoken",
            "clientsecret",
            "clientassertion",
            "password",
            "apikey",
            "sig",
            "signature",
            "xamzsignature",
            "xamzcredential",
            "xamzsecuritytoken",
            "token",
            "samlresponse",
            "jsessionid");

    /** The OAuth 2.0 authorization response (RFC 6749 section 4.1.2); search parameters in FHIR. */
    static final List<String> CODES = List.of("code", "state");

    private static final int SHORTEST_SUFFIX = 5;

    private Credentials() {}

    /**
     * Whether a header's value is a credential by its name: {@code X-Api-Key} and {@code X-Auth-Token} are, because they
     * end in a name of the list.
     */
    public static boolean isHeaderOf(String name) {
        String plain = name.replace("-", "").replace("_", "").toLowerCase(Locale.ROOT);
        if (plain.endsWith("authorization") || plain.endsWith("cookie")) {
            return true;
        }
        for (String credential : NAMES) {
            if (plain.equals(credential) || (credential.length() >= SHORTEST_SUFFIX && plain.endsWith(credential))) {
                return true;
            }
        }
        return false;
    }
}
