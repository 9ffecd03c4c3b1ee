package io.caretrail.agent.it.probe;

import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.MultipartConfig;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.Part;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Answers with what it read of the body, so that a byte the agent took would be missed. */
@WebServlet({"/echo-body", "/echo-form", "/upload"})
@MultipartConfig
public class BodyServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        response.setContentType("text/plain;charset=UTF-8");
        switch (request.getServletPath()) {
            case "/echo-form" -> echoForm(request, response);
            case "/upload" -> echoParts(request, response);
            default -> echoBody(request, response);
        }
    }

    private static void echoForm(HttpServletRequest request, HttpServletResponse response) throws IOException {
        StringBuilder text = new StringBuilder();
        for (Map.Entry<String, String[]> parameter : request.getParameterMap().entrySet()) {
            text.append(parameter.getKey())
                    .append('=')
                    .append(String.join(",", parameter.getValue()))
                    .append('\n');
        }
        response.getWriter().write(text.toString());
    }

    private static void echoParts(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        StringBuilder text = new StringBuilder();
        for (Part part : request.getParts()) {
            byte[] content = part.getInputStream().readAllBytes();
            text.append(part.getName())
                    .append(": ")
                    .append(new String(content, StandardCharsets.UTF_8))
                    .append('\n');
        }
        response.getWriter().write(text.toString());
    }

    private static void echoBody(HttpServletRequest request, HttpServletResponse response) throws IOException {
        byte[] body = request.getInputStream().readAllBytes();
        response.getOutputStream().write(body);
        // Trailer fields came with Servlet 4.0.
        if (request.getServletContext().getMajorVersion() >= 4 && request.isTrailerFieldsReady()) {
            String trailers = "\ntrailers " + request.getTrailerFields();
            response.getOutputStream().write(trailers.getBytes(StandardCharsets.UTF_8));
        }
    }
}
