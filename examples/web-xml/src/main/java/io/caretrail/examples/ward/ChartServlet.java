package io.caretrail.examples.ward;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The ward's patients, asked for as FHIR does: enough of it for a story, and far from a FHIR server. Thread-safe. */
public final class ChartServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;
    private static final String CAPABILITIES = "{\"resourceType\":\"CapabilityStatement\",\"fhirVersion\":\"4.0.1\"}";

    private final transient Map<String, String> patients = new ConcurrentSkipListMap<>();
    private final AtomicInteger admitted = new AtomicInteger();

    /** Called by the container. */
    public ChartServlet() {}

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String path = request.getPathInfo() == null ? "/" : request.getPathInfo();
        List<String> segments = List.of(path.substring(1).split("/", -1));
        String id = segments.size() > 1 ? segments.get(1) : "";
        if (path.equals("/metadata")) {
            answer(response, 200, CAPABILITIES);
        } else if (!segments.get(0).equals("Patient") || segments.size() > 3) {
            response.sendError(404, "There are patients here, and nothing else");
        } else if (segments.size() == 1) {
            serveAll(request, response);
        } else if (!patients.containsKey(id)) {
            response.sendError(404, "There is no such patient");
        } else if (segments.size() == 2) {
            serve(request, response, id);
        } else {
            operate(request, response, id, segments.get(2));
        }
    }

    private void serveAll(HttpServletRequest request, HttpServletResponse response) throws IOException {
        switch (request.getMethod()) {
            case "GET" -> answer(response, 200, bundle(List.copyOf(patients.values())));
            case "POST" -> {
                String patient = body(request);
                if (patient.startsWith("{\"resourceType\":\"Patient\"")) {
                    String id = Integer.toString(admitted.incrementAndGet());
                    patients.put(id, patient);
                    response.setHeader("Location", request.getRequestURL() + "/" + id);
                    answer(response, 201, patient);
                } else {
                    response.sendError(400, "This is no patient");
                }
            }
            default -> response.sendError(405, "Patients are searched for or admitted");
        }
    }

    private void serve(HttpServletRequest request, HttpServletResponse response, String id) throws IOException {
        switch (request.getMethod()) {
            case "GET" -> answer(response, 200, patients.getOrDefault(id, ""));
            case "PUT" -> {
                patients.put(id, body(request));
                answer(response, 200, patients.getOrDefault(id, ""));
            }
            case "DELETE" -> {
                patients.remove(id);
                response.setStatus(204);
            }
            default -> response.sendError(405, "A patient is read, changed or deleted");
        }
    }

    private void operate(HttpServletRequest request, HttpServletResponse response, String id, String operation)
            throws IOException {
        switch (operation) {
            case "$everything" -> collect(request, id);
            case "$validate" -> throw new IllegalStateException("validation was never finished");
            default -> response.sendError(404, "There is no such operation");
        }
    }

    /** On another thread, as an application does that has to ask other systems. */
    private void collect(HttpServletRequest request, String id) {
        AsyncContext async = request.startAsync();
        async.start(() -> {
            try {
                answer((HttpServletResponse) async.getResponse(), 200, bundle(List.of(patients.getOrDefault(id, ""))));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } finally {
                async.complete();
            }
        });
    }

    private static String bundle(List<String> resources) {
        return "{\"resourceType\":\"Bundle\",\"type\":\"searchset\",\"entry\":["
                + String.join(
                        ",",
                        resources.stream()
                                .map(each -> "{\"resource\":" + each + "}")
                                .toList())
                + "]}";
    }

    private static String body(HttpServletRequest request) throws IOException {
        return new String(request.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static void answer(HttpServletResponse response, int status, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        response.setStatus(status);
        response.setContentType("application/fhir+json");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
