package io.caretrail.examples.dicom;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A media type, or a range of them, as Accept and Content-Type have it (RFC 9110 sections 8.3.1 and 12.5.1).
 *
 * @param name type and subtype in small letters
 * @param parameters by name in small letters, without their quotes
 */
record MediaType(String name, Map<String, String> parameters) {

    private static final Pattern PARAMETER = Pattern.compile(";\\s*([^=;\\s]+)\\s*=\\s*(\"[^\"]*\"|[^\";,\\s]*)");
    private static final Pattern ONE =
            Pattern.compile("\\s*([^;,\\s]+)((?:\\s*;\\s*[^=;,\\s]+\\s*=\\s*(?:\"[^\"]*\"|[^\";,\\s]*))*+)\\s*(?:,|$)");
    private static final int LONGEST = 1000;

    MediaType {
        parameters = Map.copyOf(parameters);
    }

    /** Those of a header, the most wanted first; what makes no sense in it is left out. */
    static List<MediaType> all(String header) {
        List<MediaType> found = new ArrayList<>();
        Matcher one = ONE.matcher(header.substring(0, Math.min(LONGEST, header.length())));
        while (one.find()) {
            Map<String, String> parameters = new LinkedHashMap<>();
            Matcher parameter = PARAMETER.matcher(one.group(2));
            while (parameter.find()) {
                parameters.putIfAbsent(
                        parameter.group(1).toLowerCase(Locale.ROOT),
                        parameter.group(2).replace("\"", ""));
            }
            found.add(new MediaType(one.group(1).toLowerCase(Locale.ROOT), parameters));
        }
        found.removeIf(each -> each.quality() <= 0);
        found.sort(Comparator.comparingDouble(MediaType::quality).reversed());
        return found;
    }

    boolean isMultipart() {
        return name.equals("multipart/related");
    }

    /** The type of the parts, or the type itself where there are none; any when it does not say. */
    String content() {
        return isMultipart() ? parameters.getOrDefault("type", "*/*").toLowerCase(Locale.ROOT) : name;
    }

    String parameter(String parameter) {
        return parameters.getOrDefault(parameter, "");
    }

    /** Whether what is wanted includes this type. */
    boolean includes(String type) {
        String content = content();
        return content.equals("*/*")
                || content.equals(type)
                || (content.endsWith("/*") && type.startsWith(content.substring(0, content.length() - 1)));
    }

    private double quality() {
        try {
            return Double.parseDouble(parameters.getOrDefault("q", "1"));
        } catch (NumberFormatException notOne) {
            return 0;
        }
    }
}
