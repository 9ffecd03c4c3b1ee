package io.caretrail.core.door;

import org.jspecify.annotations.Nullable;

/** Words for how an exchange ended, where its status does not say it. */
public final class Outcome {

    public static final String CLIENT_ABORT = "client abort";
    public static final String TIMEOUT = "timeout";
    public static final String PROCESS_ENDED = "process ended";

    private Outcome() {}

    /**
     * Succeeded is below status 400 and no error (contract, Records); a status of 0 was never sent.
     *
     * @param failure why it failed although the status may not say so; null when nothing went wrong
     */
    public static boolean succeeded(int status, @Nullable String failure) {
        return failure == null && status > 0 && status < 400;
    }
}
