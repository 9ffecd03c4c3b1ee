package io.caretrail.core.config;

/**
 * A configuration file and who named it, for the messages. Immutable and thread-safe.
 *
 * @param path as it was named; a relative one starts at the working folder
 * @param by {@code agent argument}, {@code init-param config}, …
 */
public record NamedFile(String path, String by) {}
