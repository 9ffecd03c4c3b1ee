package io.caretrail.core.uri;

import java.util.List;

/**
 * Watches the characters before a {@code =} for a credential's name. A name is taken apart into words, because servers
 * differ in what they accept around it: {@code patient.password:exact}, {@code user[password]}, {@code  password+}.
 */
final class CredentialName {

    private static final int LONGEST = 20;

    private final char[] word = new char[LONGEST];
    private final boolean outsideFhir;
    private int length;
    private boolean found;

    /** @param outsideFhir whether {@code code} and {@code state} count */
    CredentialName(boolean outsideFhir) {
        this.outsideFhir = outsideFhir;
    }

    /** Whether a stretch of text, decoded, names a credential. */
    static boolean in(String text, int from, int to, boolean outsideFhir) {
        CredentialName name = new CredentialName(outsideFhir);
        DecodingReader reader = new DecodingReader(text, from, to);
        while (reader.advance()) {
            name.accept(reader.character());
        }
        return name.isFound();
    }

    void accept(char c) {
        if (Ascii.isLetter(c) || Ascii.isDigit(c)) {
            if (length < LONGEST) {
                word[length] = (char) (c | 0x20);
            }
            length++;
        } else if (c != '_' && c != '-' && !Ascii.isControl(c)) {
            endWord();
        }
    }

    boolean isFound() {
        endWord();
        return found;
    }

    void reset() {
        length = 0;
        found = false;
    }

    private void endWord() {
        if (length > 0 && length < LONGEST && !found) {
            found = isIn(Credentials.NAMES) || (outsideFhir && isIn(Credentials.CODES));
        }
        length = 0;
    }

    private boolean isIn(List<String> names) {
        for (int i = 0; i < names.size(); i++) {
            if (isWord(names.get(i))) {
                return true;
            }
        }
        return false;
    }

    private boolean isWord(String name) {
        if (name.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (name.charAt(i) != word[i]) {
                return false;
            }
        }
        return true;
    }
}
