package io.caretrail.core.record;

/** The seeds' level. */
public enum Level {
    Informational,
    Warning,
    Error
}
