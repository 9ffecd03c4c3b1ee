package io.caretrail.agent.servlet.probe;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** What one path of the application does. */
@FunctionalInterface
interface Probe {
    void answer(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException, InterruptedException;
}
