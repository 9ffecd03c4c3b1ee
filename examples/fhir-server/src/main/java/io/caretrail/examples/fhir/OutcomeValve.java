package io.caretrail.examples.fhir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;

/**
 * What the container refuses before the FHIR servlet sees it (401, 403, 404) has an OperationOutcome too, not a page of
 * HTML. Public because Tomcat makes it by name.
 */
public final class OutcomeValve extends ErrorReportValve {

    @Override
    protected void report(Request request, Response response, @Nullable Throwable failure) {
        int status = response.getStatus();
        if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        String issue = switch (status) {
            case 401 -> "login";
            case 403 -> "forbidden";
            case 404 -> "not-found";
            default -> "processing";
        };
        byte[] outcome = """
                {"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"%s","diagnostics":"HTTP %d"}]}
                """.formatted(issue, status).getBytes(StandardCharsets.UTF_8);
        try {
            response.setContentType("application/fhir+json;charset=UTF-8");
            response.setContentLength(outcome.length);
            response.getResponse().getOutputStream().write(outcome);
            response.finishResponse();
        } catch (IOException | IllegalStateException e) {
            container.getLogger().debug("The client is gone before it could read why it got status " + status, e);
        }
    }
}
