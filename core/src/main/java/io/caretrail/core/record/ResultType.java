package io.caretrail.core.record;

/** The seeds' resultType. */
public enum ResultType {
    Started,
    Succeeded,
    Failed
}
