package io.caretrail.core.trail;

/** Why records are missing, in words that may stand in the trail. */
final class Reason {

    private static final int LONGEST = 200;

    private Reason() {}

    /** The class and text of the first cause, without words that could be paths, addresses or credentials. */
    static String of(Throwable failure) {
        Throwable root = failure;
        for (int depth = 0; root.getCause() != null && depth < 16; depth++) {
            root = root.getCause();
        }
        String text = root instanceof java.nio.file.FileSystemException e ? e.getReason() : root.getMessage();
        if (text == null || text.isBlank()) {
            return root.getClass().getSimpleName();
        }
        String bare = text.replaceAll("\\S*[/\\\\@=]\\S*", "…");
        return root.getClass().getSimpleName() + ": "
                + (bare.length() > LONGEST ? bare.substring(0, LONGEST) + "…" : bare);
    }
}
