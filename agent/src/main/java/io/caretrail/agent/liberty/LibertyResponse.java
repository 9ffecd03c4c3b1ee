package io.caretrail.agent.liberty;

import io.caretrail.agent.hook.PublicMethod;
import io.caretrail.core.door.Response;
import org.jspecify.annotations.Nullable;

/** The end of a request as Liberty's channel knows it. */
final class LibertyResponse implements Response {

    private static final PublicMethod RESPONSE = new PublicMethod("getResponse");
    private static final PublicMethod HEAD_IS_SENT = new PublicMethod("headersSent");
    private static final PublicMethod STATUS = new PublicMethod("getStatusCodeAsInt");
    private static final PublicMethod BYTES = new PublicMethod("getNumBytesWritten");
    private static final PublicMethod HEADER = new PublicMethod("getHeader", String.class);

    private final Object context;

    /**
     * A response.
     *
     * @param context Liberty's HttpInboundServiceContext
     */
    LibertyResponse(Object context) {
        this.context = context;
    }

    /** What was never sent has a status all the same. */
    @Override
    public int status() {
        Object message = RESPONSE.of(context);
        return message != null
                        && Boolean.TRUE.equals(HEAD_IS_SENT.of(context))
                        && STATUS.of(message) instanceof Integer status
                ? status
                : 0;
    }

    @Override
    public @Nullable String location() {
        Object message = RESPONSE.of(context);
        return message == null ? null : LibertyRequest.text(HEADER.of(message, "Location"));
    }

    /** Liberty does not count them. */
    @Override
    public long requestBytes() {
        return -1;
    }

    @Override
    public long responseBytes() {
        return BYTES.of(context) instanceof Long bytes ? bytes : -1;
    }
}
