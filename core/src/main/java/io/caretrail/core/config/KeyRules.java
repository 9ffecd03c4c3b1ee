package io.caretrail.core.config;

import io.caretrail.core.caller.CidrBlock;
import io.caretrail.core.operation.PathPatterns;
import io.caretrail.core.record.Category;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What a value must be beyond its type, key by key; returns it in its one spelling. */
final class KeyRules {

    private static final long LEAST_HAND_OFF = 1L << 20;
    private static final long MOST_HAND_OFF = 1L << 30;

    /** It stands in every row, which has an end. */
    private static final int LONGEST_TENANT = 256;

    private KeyRules() {}

    /** One value; of a list of texts, one item. */
    static Object checked(String template, Object value) throws BadValueException {
        String text = value.toString();
        switch (template) {
            case "resourceId" ->
                require(text.startsWith("/"), "does not begin with a slash", "write /" + "… as in /hospital/pacs-1");
            case "location", "settings[].name", "identity.claims" ->
                require(!text.isBlank(), "is empty", "write a name, or remove the key for its default");
            case "tenantId" ->
                require(text.length() <= LONGEST_TENANT, "is longer than 256 characters", "write the tenant's id");
            case "base" -> {
                return basePath(text);
            }
            case "exclude", "required.exempt" -> pattern(text);
            case "trustedProxies" -> {
                return block(text);
            }
            case "correlation.headers" -> HeaderNames.checkCorrelation(text);
            case "correlation.responseHeader" -> {
                if (!text.isEmpty()) {
                    HeaderNames.checkResponse(text);
                }
            }
            case "headers" -> HeaderNames.checkCopied(text);
            case "settings[].categories" -> category(text);
            case "diagnostics.exclude" ->
                require(!text.isBlank(), "is empty", "write the name of a logger, or the beginning of some");
            case "diagnostics.rate" ->
                require(
                        value instanceof Long rate && rate >= 0,
                        "is negative",
                        "write lines a second, or 0 for no limit");
            case "handOff.size" ->
                require(
                        value instanceof Long size && size >= LEAST_HAND_OFF && size <= MOST_HAND_OFF,
                        "is out of bounds",
                        "use 1MB to 1GB");
            case "required.wait" ->
                require(
                        value instanceof Duration wait && wait.compareTo(Duration.ofMinutes(1)) <= 0,
                        "is longer than a minute",
                        "use a time that a client waits");
            default -> {}
        }
        return value;
    }

    private static void require(boolean right, String why, String instead) throws BadValueException {
        if (!right) {
            throw new BadValueException(why, instead);
        }
    }

    /** Without its trailing slash; empty for the root. */
    private static String basePath(String path) throws BadValueException {
        require(path.isEmpty() || path.startsWith("/"), "does not begin with a slash", "write it as in /fhir");
        require(
                path.chars().noneMatch(character -> "%?#;*\\ ".indexOf(character) >= 0),
                "has a character that no base path has",
                "write the decoded path alone, as in /fhir, without query or pattern");
        List<String> segments = Arrays.asList(path.split("/", -1));
        boolean odd = segments.contains("..") || segments.contains(".") || path.contains("//");
        require(!odd, "has empty or dot segments", "write the plain path, as in /fhir");
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    /** What PathPatterns says of it is not passed on: it quotes the value, which can hold a secret that was put in. */
    private static void pattern(String pattern) throws BadValueException {
        require(
                PathPatterns.problem(pattern) == null,
                "is not a pattern of paths",
                "write /path, /path/** or \"METHOD /path\"");
        require(pattern.indexOf(' ', pattern.indexOf('/')) < 0, "has a space in its path", "write one pattern an item");
    }

    /** As with patterns, the words of CidrBlock stay here. */
    private static String block(String text) throws BadValueException {
        try {
            return CidrBlock.parse(text).toString();
        } catch (IllegalArgumentException quotingTheValue) {
            throw new BadValueException(
                    "is not a block of addresses",
                    "use the network's own ADDRESS/BITS, such as 10.0.0.0/8 or 2001:db8::/32, and no names");
        }
    }

    private static void category(String name) throws BadValueException {
        List<String> names = Arrays.stream(Category.values()).map(Enum::name).toList();
        Optional<String> near = Nearest.to(name, names);
        require(
                names.contains(name),
                "is not a category",
                near.map(word -> "did you mean \"" + word + "\"? ").orElse("") + "use " + String.join(" or ", names));
    }
}
