package io.caretrail.examples.dicom;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;

/** Errors, the container's own too, are a sentence of plain text, not a page of HTML. Public because Tomcat makes it by name. */
public final class PlainErrorValve extends ErrorReportValve {

    @Override
    protected void report(Request request, Response response, @Nullable Throwable failure) {
        int status = response.getStatus();
        if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        String message = response.getMessage();
        byte[] text =
                ("HTTP " + status + (message == null ? "" : ": " + message) + "\n").getBytes(StandardCharsets.UTF_8);
        try {
            response.setContentType("text/plain;charset=UTF-8");
            response.setHeader("X-Content-Type-Options", "nosniff");
            response.setContentLength(text.length);
            response.getResponse().getOutputStream().write(text);
            response.finishResponse();
        } catch (IOException | IllegalStateException e) {
            container.getLogger().debug("The client is gone before it could read why it got status " + status, e);
        }
    }
}
