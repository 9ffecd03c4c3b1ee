package io.caretrail.agent.it;

import java.util.regex.Pattern;

/** An answer without what two runs of a server, of which one has the filter, cannot have in common. */
final class SharedByRuns {

    private static final Pattern SESSION = Pattern.compile("(JSESSIONID=)[\\w.-]+");
    /** Jetty gives a war's files the time when it unpacks them. */
    private static final Pattern UNPACKED =
            Pattern.compile("Last-Modified: (?!" + Pattern.quote(ProbeWar.MODIFIED) + ")[^\r\n]+");

    /** Servers' own error pages show the stack of an exception: a filter is on it, and a server's threads begin in many ways. */
    private static final Pattern FRAME =
            Pattern.compile("(?m)^\\t(?:at )?(?:[^\\s(]+\\([^\\n]*\\)|\\.\\.\\. \\d+ more)\\r?\\n");

    private static final Pattern LENGTH = Pattern.compile("(Content-Length: )(\\d+)");

    private SharedByRuns() {}

    static String of(Answer answer) {
        String text = answer.withoutDate();
        text = SESSION.matcher(text).replaceAll("$1-");
        text = UNPACKED.matcher(text).replaceAll("Last-Modified: -");
        String rest = FRAME.matcher(text).replaceAll("");
        int removed = text.length() - rest.length();
        return LENGTH.matcher(rest)
                .replaceFirst(length -> length.group(1) + (Integer.parseInt(length.group(2)) - removed));
    }
}
