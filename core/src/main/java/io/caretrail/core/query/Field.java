package io.caretrail.core.query;

import java.util.List;
import java.util.Locale;

/**
 * A field of a record as people name it: {@code resultType}, {@code callerIpAddress}, {@code dicomResourceType},
 * {@code user}, {@code identity.claims.oid}, {@code properties.method}. Upper and lower case make no difference, and the
 * name in one schema finds the field in the other ({@code resultSignature} and {@code StatusCode}). A name without a part
 * in front is looked for among the record's fields, then in its properties, in its identity, and in the claims there.
 */
final class Field {

    /** Names of one thing in the schemas {@code raw} and {@code log-analytics}. */
    private static final List<List<String>> SAME = List.of(
            List.of("time", "timegenerated"),
            List.of("resultsignature", "statuscode"),
            List.of("durationms", "operationduration"),
            List.of("uri", "requesturi"),
            List.of("level", "loglevel"),
            List.of("resourceid", "_resourceid"),
            List.of("category", "logcategory"),
            List.of("resultdescription", "message"),
            List.of("identity", "calleridentity"));

    private final String name;
    private final List<String> names;

    Field(String written) {
        name = written.toLowerCase(Locale.ROOT);
        names = SAME.stream().filter(same -> same.contains(name)).findFirst().orElse(List.of(name));
    }

    /** Whether a record's field may be meant; all names in lower case. */
    boolean isField(String lower) {
        return names.contains(lower);
    }

    /** Whether an entry of {@code properties} may be meant. */
    boolean isProperty(String lower) {
        return name.equals(lower) || name.equals("properties." + lower);
    }

    /** Whether an entry of {@code identity} may be meant. */
    boolean isIdentity(String lower) {
        return name.equals(lower) || name.equals("identity." + lower) || name.equals("calleridentity." + lower);
    }

    /** Whether an entry of {@code identity.claims} may be meant. */
    boolean isClaim(String lower) {
        return isIdentity(lower) || isIdentity("claims." + lower) || name.equals("claims." + lower);
    }

    /** The same for two spellings of one field. */
    Object key() {
        return names;
    }
}
