package io.caretrail.core.uri;

import java.util.function.BinaryOperator;

/**
 * Rewrites the parameters of a query one by one so that of a value nothing is left but what the rule makes of it. Only
 * {@code &} divides them: what follows a {@code ;} may be the second half of a patient's name.
 */
final class Parameters {

    private static final int LONGEST_NAME = 128;

    private Parameters() {}

    /** @param rule makes of a name (empty when there is none) and a value, both as sent, what is written for the value */
    static void rewrite(String text, int from, StringBuilder out, BinaryOperator<String> rule) {
        int start = from;
        while (start <= text.length() && out.length() < QueryRule.ENOUGH) {
            int ampersand = text.indexOf('&', start);
            int end = ampersand < 0 ? text.length() : ampersand;
            if (start > from) {
                out.append('&');
            }
            parameter(text, start, end, out, rule);
            start = end + 1;
        }
    }

    private static void parameter(String text, int from, int to, StringBuilder out, BinaryOperator<String> rule) {
        if (from == to) {
            return;
        }
        int equals = text.indexOf('=', from);
        if (equals < 0 || equals >= to) {
            out.append(rule.apply("", text.substring(from, to)));
            return;
        }
        String name = text.substring(from, equals);
        out.append(isPlausible(name) ? name : Credentials.MASK).append('=');
        if (equals + 1 < to) {
            out.append(rule.apply(name, text.substring(equals + 1, to)));
        }
    }

    /** Whether it can be the name of a parameter of FHIR, DICOMweb or the like, and not a value that lost its name. */
    private static boolean isPlausible(String name) {
        if (name.isEmpty() || name.length() > LONGEST_NAME) {
            return false;
        }
        DecodingReader reader = new DecodingReader(name, 0, name.length());
        while (reader.advance()) {
            char c = reader.character();
            if (!Ascii.isLetter(c) && !Ascii.isDigit(c) && "_-.:$".indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }
}
