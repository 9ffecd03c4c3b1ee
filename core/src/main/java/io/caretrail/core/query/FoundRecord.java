package io.caretrail.core.query;

import org.jspecify.annotations.Nullable;

/** A record that was asked for; valid only while it is handed over. */
public interface FoundRecord {

    /** The line as it stands in the trail, without line end. */
    String line();

    /** The value of one of the fields that were asked for: text as it is, anything else as JSON; null when it has none. */
    @Nullable
    String value(int index);
}
