package io.caretrail.core.record;

/**
 * What can be written as a record: an {@link AuditRecord}, or an exchange, which for the sake of its requests' time and
 * memory is written without one.
 */
@FunctionalInterface
public interface RecordSource {

    /** Tells all fields, as often as it is asked, and the same ones until something new has happened. */
    void tell(RecordFields fields);
}
