package io.caretrail.core.caller;

import io.caretrail.core.door.GuardedRequest;
import io.caretrail.core.door.Request;
import io.caretrail.core.uri.AuditUri;
import io.caretrail.core.uri.Credentials;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Copies the configured request headers (contract, {@code headers}) into properties. {@code User-Agent} becomes
 * {@code userAgent}; every other header keeps its name: as configured, behind a wildcard's prefix as sent. A name of one
 * word gets a capital ({@code Referer}), so that no header a client invents is taken for a property of Caretrail's own,
 * all of which begin with a small letter and have no hyphen.
 *
 * <p>Authorization, Proxy-Authorization and Cookie are never copied. A header that is a credential by its name
 * ({@code X-Api-Key}) is copied as {@link Credentials#MASK}, and a value that is a URL goes by the rules of the uri field.
 * Never throws. Thread-safe; remembers nothing but values of its headers.
 */
public final class CopiedHeaders {

    /** The property that says how many more headers matched than were copied. */
    public static final String NOT_COPIED = "headersNotCopied";

    /** The property that names the properties whose value was cut; the encoder adds what it cuts itself. */
    public static final String TRUNCATED = "truncated";

    /** Headers copied at most. */
    public static final int MOST = 10;

    /** Characters of a value at most. */
    public static final int LONGEST_VALUE = 2048;

    private static final int LONGEST_NAME = 128;
    private static final Set<String> NEVER = Set.of("authorization", "proxy-authorization", "cookie");

    private final List<Rule> rules;
    private final boolean wildcards;
    private final AuditUri uris;

    /**
     * What was configured, taken apart once.
     *
     * @param name of a header, or the beginning of names
     * @param property of a header that is named whole
     * @param before the names that come earlier, in lower case: where a wildcard matches one of them too, it is copied already
     * @param lately the properties of requests that bring one value of it, and no other header to be copied
     */
    private record Rule(
            String name,
            boolean wildcard,
            String property,
            boolean credential,
            Set<String> before,
            Lately<Map<String, Object>> lately) {

        static Rule ofBeginning(String name, Set<String> before) {
            return new Rule(name, true, "", false, Set.copyOf(before), new Lately<>());
        }

        static Rule of(String name) {
            return new Rule(
                    name, false, CopiedHeaders.property(name), Credentials.isHeaderOf(name), Set.of(), new Lately<>());
        }
    }

    /**
     * Takes what to copy.
     *
     * @param names header names in any case; a trailing {@code *} matches any rest
     * @param uris the rules for values that are URLs
     */
    public CopiedHeaders(List<String> names, AuditUri uris) {
        this.rules = rules(names);
        this.wildcards = rules.stream().anyMatch(Rule::wildcard);
        this.uris = uris;
    }

    private static List<Rule> rules(List<String> names) {
        List<Rule> rules = new ArrayList<>();
        Set<String> before = new HashSet<>(NEVER);
        for (String name : names) {
            if (name.endsWith("*")) {
                rules.add(Rule.ofBeginning(name.substring(0, name.length() - 1), before));
            } else if (before.add(name.toLowerCase(Locale.ROOT))) {
                rules.add(Rule.of(name));
            }
        }
        return List.copyOf(rules);
    }

    /**
     * The properties of a request's headers: in the order of the configuration, behind a wildcard in the order sent.
     * Values sent on several lines are joined by a comma and a space.
     *
     * @return values are String, but for {@link #NOT_COPIED}, an Integer, and {@link #TRUNCATED}, a List of String; to be
     *     read only
     */
    public Map<String, Object> properties(Request request) {
        GuardedRequest guarded = GuardedRequest.of(request);
        List<String> sent = wildcards ? guarded.headerNames() : List.of();
        Copy copy = new Copy(guarded);
        for (int i = 0; i < rules.size(); i++) {
            Rule rule = rules.get(i);
            if (!rule.wildcard()) {
                copy.addConfigured(rule);
                continue;
            }
            for (int j = 0; j < sent.size(); j++) {
                String header = sent.get(j);
                if (header.regionMatches(true, 0, rule.name(), 0, rule.name().length()) && !header.isEmpty()) {
                    copy.addSent(header, rule);
                }
            }
        }
        return copy.finish();
    }

    private static String property(String name) {
        if (name.equalsIgnoreCase("User-Agent")) {
            return "userAgent";
        }
        return name.indexOf('-') >= 0 ? name : Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }

    /** The copy of one request's headers in the making. */
    private final class Copy {
        private final GuardedRequest request;
        private Map<String, Object> properties = Map.of();
        private List<String> truncated = List.of();
        private int notCopied;

        /** Those that a wildcard matched, in lower case. */
        private Set<String> matched = Set.of();

        Copy(GuardedRequest request) {
            this.request = request;
        }

        void addConfigured(Rule rule) {
            List<String> values = request.headers(rule.name());
            if (!values.isEmpty()
                    && (matched.isEmpty() || !matched.contains(rule.name().toLowerCase(Locale.ROOT)))) {
                if (properties.isEmpty() && values.size() == 1 && !rule.credential()) {
                    properties = first(rule, values.get(0));
                } else {
                    put(rule.name(), rule.property(), rule.credential(), values);
                }
            }
        }

        /** Most requests have one of these headers, {@code User-Agent}, and most have said the same in it before. */
        private Map<String, Object> first(Rule rule, String value) {
            Map<String, Object> known = rule.lately().get(value);
            if (known != null) {
                return known;
            }
            Map<String, Object> made =
                    Collections.singletonMap(rule.property(), value(rule.property(), List.of(value)));
            if (truncated.isEmpty()) {
                rule.lately().put(value, made);
            }
            return made;
        }

        void addSent(String header, Rule rule) {
            if (matched.isEmpty()) {
                matched = new HashSet<>();
            }
            String key = header.toLowerCase(Locale.ROOT);
            if (rule.before().contains(key) || !matched.add(key)) {
                return;
            }
            // Looking a header up takes a container time in proportion to their number: not for those that are only
            // counted.
            boolean counted = properties.size() == MOST || header.length() > LONGEST_NAME;
            String spelling = rule.name() + header.substring(rule.name().length());
            put(
                    header,
                    property(spelling),
                    Credentials.isHeaderOf(header),
                    counted ? List.of() : request.headers(header));
        }

        private void put(String header, String property, boolean credential, List<String> values) {
            if (properties.size() == MOST || header.length() > LONGEST_NAME) {
                notCopied++;
            } else {
                add(property, credential ? Credentials.MASK : value(property, values));
            }
        }

        private void add(String property, Object value) {
            if (properties.size() <= 1) {
                properties = new LinkedHashMap<>(properties);
            }
            properties.put(property, value);
        }

        Map<String, Object> finish() {
            if (notCopied > 0) {
                add(NOT_COPIED, notCopied);
            }
            if (!truncated.isEmpty()) {
                add(TRUNCATED, List.copyOf(truncated));
            }
            return properties;
        }

        private String value(String property, List<String> values) {
            if (values.size() == 1) {
                return cut(property, uris.clean(values.get(0)));
            }
            StringBuilder joined = new StringBuilder();
            // One character too many is enough to know that something is cut.
            for (int i = 0; i < values.size() && joined.length() <= LONGEST_VALUE; i++) {
                joined.append(i > 0 ? ", " : "").append(uris.clean(values.get(i)));
            }
            return cut(property, joined.toString());
        }

        private String cut(String property, String value) {
            if (value.length() <= LONGEST_VALUE) {
                return value;
            }
            if (truncated.isEmpty()) {
                truncated = new ArrayList<>();
            }
            truncated.add("properties." + property);
            boolean pair = Character.isHighSurrogate(value.charAt(LONGEST_VALUE - 1));
            return value.substring(0, pair ? LONGEST_VALUE - 1 : LONGEST_VALUE);
        }
    }
}
