package io.caretrail.filter;

import org.jspecify.annotations.Nullable;

/**
 * SLF4J as the application has it. Looked for by name, so that the jar works without it; the names are put together while
 * running, since the build relocates every other mention of SLF4J to the jar's own copy.
 */
final class ApplicationClass {

    private ApplicationClass() {}

    /** Null when the application has no such class. */
    static @Nullable Class<?> ofSlf4j(String simpleName, ClassLoader loader) {
        try {
            return Class.forName(String.join(".", "org", "slf4j", simpleName), true, loader);
        } catch (ClassNotFoundException | LinkageError absent) {
            return null;
        }
    }
}
