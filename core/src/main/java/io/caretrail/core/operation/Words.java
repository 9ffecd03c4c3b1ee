package io.caretrail.core.operation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The words that paths of the services are made of. A segment that is one of them need not be made anew for each request.
 * Immutable and thread-safe.
 */
final class Words {

    private static final List<String> OTHERS = List.of(
            "fhir",
            "r4",
            "r4b",
            "r5",
            "stu3",
            "baseR4",
            "metadata",
            "_history",
            "_search",
            "rs",
            "aets",
            "dicom-web",
            "dicomweb",
            "wado",
            "v1",
            "v2",
            "studies",
            "series",
            "instances",
            "frames",
            "bulkdata",
            "rendered",
            "thumbnail",
            "workitems",
            "subscribers",
            "changefeed",
            "partitions",
            "actuator",
            "health");

    /** A power of two, several times as many as there are words. */
    private static final int PLACES = 2048;

    private static final @Nullable String[] TABLE = new String[PLACES];

    static {
        ResourceTypes.known().forEach(Words::add);
        OTHERS.forEach(Words::add);
    }

    private Words() {}

    private static void add(String word) {
        int place = place(word.hashCode());
        while (TABLE[place] != null) {
            place = (place + 1) & (PLACES - 1);
        }
        TABLE[place] = word;
    }

    /** A stretch of text: the word that it is, else a new string. */
    static String of(String text, int from, int to) {
        int hash = 0;
        for (int at = from; at < to; at++) {
            // As String.hashCode does it.
            hash = 31 * hash + text.charAt(at);
        }
        int place = place(hash);
        for (String word = TABLE[place]; word != null; word = TABLE[place]) {
            if (word.length() == to - from && text.startsWith(word, from)) {
                return word;
            }
            place = (place + 1) & (PLACES - 1);
        }
        return text.substring(from, to);
    }

    private static int place(int hash) {
        return (hash ^ (hash >>> 16)) & (PLACES - 1);
    }
}
