package io.caretrail.filter.spring;

import org.jspecify.annotations.Nullable;

/** The application does not start, because it would be unaudited. The last line of the message says what can be done. */
final class StartRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    StartRefusedException(@Nullable String message) {
        super(message);
    }
}
