package io.caretrail.core.door;

import org.jspecify.annotations.Nullable;

/**
 * How an exchange ended. Immutable and thread-safe.
 *
 * @param status the HTTP status the client was sent; 0 when none was
 * @param failure why it failed although the status may not say so: an exception's class name, {@code client abort},
 *     {@code timeout}; never a message, which can hold patient data; null when nothing went wrong
 * @param user the user the container authenticated by the end; null when none
 * @param authMethod how; null when unknown
 * @param location the Location header of the response; null when none
 * @param requestBytes bytes of the request body that were read; -1 when unknown
 * @param responseBytes bytes of the response body that were written; -1 when unknown
 */
public record Outcome(
        int status,
        @Nullable String failure,
        @Nullable String user,
        @Nullable String authMethod,
        @Nullable String location,
        long requestBytes,
        long responseBytes) {

    public static final String CLIENT_ABORT = "client abort";
    public static final String TIMEOUT = "timeout";
    public static final String PROCESS_ENDED = "process ended";

    /**
     * Reads a response, each attribute guarded by itself.
     *
     * @param committedStatus the status that was noted as committed; 0 to ask the response
     */
    public static Outcome read(
            Response response,
            int committedStatus,
            @Nullable String failure,
            @Nullable String user,
            @Nullable String authMethod) {
        int status = committedStatus == 0 ? (int) GuardedRequest.number(response::status) : committedStatus;
        return new Outcome(
                Math.max(status, 0),
                failure,
                user,
                authMethod,
                GuardedRequest.read(response::location),
                GuardedRequest.number(response::requestBytes),
                GuardedRequest.number(response::responseBytes));
    }

    /** An outcome of which only the status and the failure are known. */
    public static Outcome of(int status, @Nullable String failure) {
        return new Outcome(status, failure, null, null, null, -1, -1);
    }

    /** Succeeded is below status 400 and no error (contract, Records); a status of 0 was never sent. */
    public boolean succeeded() {
        return failure == null && status > 0 && status < 400;
    }
}
