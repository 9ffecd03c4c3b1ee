package io.caretrail.core.query;

import java.io.IOException;

/** A question that cannot be answered within bounds: why, and what to ask instead. */
public final class QueryException extends IOException {

    private static final long serialVersionUID = 1;

    QueryException(String message) {
        super(message);
    }
}
