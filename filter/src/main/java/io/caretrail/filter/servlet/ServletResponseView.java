package io.caretrail.filter.servlet;

import io.caretrail.core.door.Response;
import jakarta.servlet.UnavailableException;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

/** The end of a request as the servlet API gives it: no byte counts, and no status but the one that is set. */
final class ServletResponseView implements Response {

    private static final String JETTY_BAD_MESSAGE = "org.eclipse.jetty.http.BadMessageException";

    private final HttpServletResponse response;
    private final @Nullable Throwable thrown;

    /**
     * A view.
     *
     * @param thrown what goes on to the server, which answers it with an error if it still can; null when nothing does
     */
    ServletResponseView(HttpServletResponse response, @Nullable Throwable thrown) {
        this.response = response;
        this.thrown = thrown;
    }

    @Override
    public int status() {
        int status = response.getStatus();
        return thrown != null && status < HttpServletResponse.SC_INTERNAL_SERVER_ERROR && !response.isCommitted()
                ? errorStatus(thrown)
                : status;
    }

    /** What the server will answer: Servlet 6.0 section 2.3.3.2 for a servlet that is unavailable, else 500. */
    private static int errorStatus(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause.getClass().getName().equals(JETTY_BAD_MESSAGE)) {
                return code(cause);
            }
            if (BrokenConnection.isMissingFile(cause)) {
                return HttpServletResponse.SC_NOT_FOUND;
            }
        }
        if (thrown instanceof UnavailableException unavailable) {
            return unavailable.isPermanent()
                    ? HttpServletResponse.SC_NOT_FOUND
                    : HttpServletResponse.SC_SERVICE_UNAVAILABLE;
        }
        return HttpServletResponse.SC_INTERNAL_SERVER_ERROR;
    }

    /** Jetty's exceptions for what is wrong with a request say how it will be answered. */
    private static int code(Throwable badMessage) {
        try {
            return (int) badMessage.getClass().getMethod("getCode").invoke(badMessage);
        } catch (ReflectiveOperationException otherJetty) {
            return HttpServletResponse.SC_BAD_REQUEST;
        }
    }

    @Override
    public @Nullable String location() {
        return response.getHeader("Location");
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
