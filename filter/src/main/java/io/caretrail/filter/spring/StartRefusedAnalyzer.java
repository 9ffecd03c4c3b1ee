package io.caretrail.filter.spring;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Shows why the application does not start the way Spring Boot shows it, without a stack trace. Thread-safe. */
final class StartRefusedAnalyzer extends AbstractFailureAnalyzer<StartRefusedException> {

    /** Called by Spring Boot. */
    StartRefusedAnalyzer() {}

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, StartRefusedException cause) {
        String message = String.valueOf(cause.getMessage());
        int action = message.lastIndexOf('\n') + 1;
        return new FailureAnalysis(message.substring(0, action).strip(), message.substring(action), cause);
    }
}
