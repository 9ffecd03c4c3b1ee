package io.caretrail.agent.it;

import static java.time.format.DateTimeFormatter.RFC_1123_DATE_TIME;

import java.time.ZonedDateTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** An answer without what two runs of a server, of which one has the filter, cannot have in common. */
final class SharedByRuns {

    private static final Pattern SESSION = Pattern.compile("((?:JSESSIONID|LtpaToken2)=)[^;\r\n]+");
    /** Jetty and GlassFish give a war's files the time when they unpack them. */
    private static final Pattern UNPACKED =
            Pattern.compile("Last-Modified: (?!" + Pattern.quote(ProbeWar.MODIFIED) + ")[^\r\n]+");

    /** GlassFish makes a tag of the length and that time, in milliseconds. */
    private static final Pattern UNPACKED_TAG = Pattern.compile("(ETag: W/\"\\d+-)(?!"
            + ZonedDateTime.parse(ProbeWar.MODIFIED, RFC_1123_DATE_TIME)
                    .toInstant()
                    .toEpochMilli() + "\")\\d+\"");

    /** Servers' own error pages show the stack of an exception: a filter is on it, and a server's threads begin in many ways. */
    private static final Pattern FRAME =
            Pattern.compile("(?m)^\\t+(?:at )?(?:[^\\s(]+\\([^\\n]*\\)|\\.\\.\\. \\d+ more)\\r?\\n"
                    + "|at (?:[^\\s(<]+\\([^<]*\\)|\\[internal classes])<br>");

    /** Jetty 9.4 lists its applications in the order in which it happened to find them. */
    private static final Pattern APPLICATIONS = Pattern.compile("(?:<tr><td><a href=[^\\n]*\\n)+");

    private static final Pattern LENGTH = Pattern.compile("(Content-Length: )(\\d+)");

    private static final String CHUNKED = "\r\nTransfer-Encoding: chunked\r\n";
    /** One of them has the stack in it. */
    private static final Pattern CHUNK = Pattern.compile("(\r\n)[0-9a-f]+(\r\n)");

    private SharedByRuns() {}

    static String of(Answer answer) {
        String text = answer.withoutDate();
        text = SESSION.matcher(text).replaceAll("$1-");
        text = UNPACKED.matcher(text).replaceAll("Last-Modified: -");
        text = UNPACKED_TAG.matcher(text).replaceAll("$1-\"");
        text = APPLICATIONS
                .matcher(text)
                .replaceAll(rows -> Matcher.quoteReplacement(
                        rows.group().lines().sorted().collect(Collectors.joining("\n", "", "\n"))));
        String rest = FRAME.matcher(text).replaceAll("");
        int removed = text.length() - rest.length();
        rest = LENGTH.matcher(rest)
                .replaceFirst(length -> length.group(1) + (Integer.parseInt(length.group(2)) - removed));
        return removed > 0 && rest.contains(CHUNKED) ? CHUNK.matcher(rest).replaceAll("$1-$2") : rest;
    }
}
