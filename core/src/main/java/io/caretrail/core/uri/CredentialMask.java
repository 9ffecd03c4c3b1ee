package io.caretrail.core.uri;

/**
 * Copies a part of a URI and puts {@link Credentials#MASK} where a credential's value or a userinfo stands. Names and
 * delimiters count however often they are percent-encoded: a value begins after a {@code =} of any depth and ends only
 * at a delimiter that is not deeper, so that a {@code %26} inside a token does not end it. Linear in the input.
 */
final class CredentialMask {

    /** What ends a value. */
    enum Part {
        /** path parameters, {@code ;name=value} in any segment (RFC 3986 section 3.3) */
        PATH("/"),
        /** only {@code &}: most servers take {@code ;} and {@code #} for a part of the value */
        QUERY("&"),
        /** free text, which is masked like a query but keeps its spaces */
        TEXT("&");

        private final String ends;

        Part(String ends) {
            this.ends = ends;
        }
    }

    private final String text;
    private final int to;
    private final Part part;
    private final StringBuilder out;
    private final DecodingReader reader;
    private final CredentialName name;
    private String ends;
    private int copied;

    private CredentialMask(String text, int from, int to, Part part, boolean outsideFhir, StringBuilder out) {
        this.text = text;
        this.to = to;
        this.part = part;
        this.ends = part.ends;
        this.out = out;
        this.copied = from;
        this.reader = new DecodingReader(text, from, to);
        this.name = new CredentialName(outsideFhir);
    }

    /** @param outsideFhir whether {@code code} and {@code state} are credentials */
    static void copy(String text, int from, int to, Part part, boolean outsideFhir, StringBuilder out) {
        new CredentialMask(text, from, to, part, outsideFhir, out).run();
    }

    /** Copies text as it is, but for controls and spaces, which would end the URI for whoever reads the record. */
    private void copyPlain(int end) {
        for (int i = copied; i < end; i++) {
            char c = text.charAt(i);
            if (Ascii.isControl(c) || (c == ' ' && part != Part.TEXT)) {
                Ascii.percentEncode(out, c);
            } else {
                out.append(c);
            }
        }
    }

    private void run() {
        // A path that starts with // is a network-path reference to whoever resolves it: its userinfo counts too.
        int slashes = part == Part.PATH ? 0 : -1;
        while (reader.advance()) {
            char c = reader.character();
            switch (c) {
                case '=' -> {
                    if (name.isFound()) {
                        maskTo(valueEnd(reader.depth()), "");
                    }
                    name.reset();
                }
                case '?', '&', '#' -> {
                    // Also in a path, where they are percent-encoded or a slip: what follows was meant as a query.
                    ends = Part.QUERY.ends;
                    name.reset();
                }
                case ';', '/' -> name.reset();
                default -> name.accept(c);
            }
            slashes = c == ':' ? 0 : c == '/' && slashes >= 0 ? slashes + 1 : -1;
            if (slashes == 2) {
                int userinfoEnd = userinfoEnd(reader.depth());
                if (userinfoEnd > 0) {
                    maskTo(userinfoEnd, "@");
                }
            }
        }
        copyPlain(to);
    }

    private void maskTo(int end, String delimiter) {
        int start = reader.next();
        copyPlain(start);
        if (end > start) {
            out.append(Credentials.MASK).append(delimiter);
        }
        copied = end;
        reader.moveTo(end);
    }

    private int valueEnd(int depth) {
        DecodingReader ahead = new DecodingReader(text, reader.next(), to);
        int end = reader.next();
        while (ahead.advance()) {
            if (ahead.depth() <= depth && ends.indexOf(ahead.character()) >= 0) {
                return end;
            }
            end = ahead.next();
        }
        return to;
    }

    /**
     * Where what follows the last {@code @} of an authority starts; 0 when it has none. The end of a text that was cut, since
     * the cut may have taken the {@code @} away.
     */
    private int userinfoEnd(int depth) {
        DecodingReader ahead = new DecodingReader(text, reader.next(), to);
        int end = 0;
        while (ahead.advance()) {
            char c = ahead.character();
            if (c == '@') {
                end = ahead.next();
            } else if (ahead.depth() <= depth && (c == '/' || c == '?' || c == '#' || c == '&')) {
                return end;
            }
        }
        return to == text.length() && AuditUri.isCut(text) ? to : end;
    }
}
