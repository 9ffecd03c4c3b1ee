package io.caretrail.filter.war.probe;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.LoggerFactory;

/** Logs a line, and answers where its SLF4J comes from. Not for an application without SLF4J. */
@WebServlet("/log")
public class LoggingServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        LoggerFactory.getLogger(LoggingServlet.class).info("the application works");
        response.getWriter()
                .print(LoggerFactory.class.getProtectionDomain().getCodeSource().getLocation());
    }
}
