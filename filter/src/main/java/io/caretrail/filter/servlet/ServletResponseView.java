package io.caretrail.filter.servlet;

import io.caretrail.core.door.Response;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

/** The end of a request as the servlet API gives it: no byte counts, and no status but the one that is set. */
final class ServletResponseView implements Response {

    private static final int INTERNAL_SERVER_ERROR = 500;

    private final @Nullable HttpServletResponse response;
    private final boolean thrown;

    /**
     * A view.
     *
     * @param response null where the container has none to give any more
     * @param thrown whether an exception goes on to the container, which will answer 500 if it still can
     */
    ServletResponseView(@Nullable HttpServletResponse response, boolean thrown) {
        this.response = response;
        this.thrown = thrown;
    }

    @Override
    public int status() {
        if (response == null) {
            return thrown ? INTERNAL_SERVER_ERROR : 0;
        }
        int status = response.getStatus();
        return thrown && !response.isCommitted() && status < INTERNAL_SERVER_ERROR ? INTERNAL_SERVER_ERROR : status;
    }

    @Override
    public @Nullable String location() {
        return response == null ? null : response.getHeader("Location");
    }

    @Override
    public long requestBytes() {
        return -1;
    }

    @Override
    public long responseBytes() {
        return -1;
    }
}
