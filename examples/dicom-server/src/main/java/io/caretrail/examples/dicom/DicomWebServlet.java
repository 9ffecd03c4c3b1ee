package io.caretrail.examples.dicom;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** The services of DICOM PS3.18 that this server has, by the first segment of the path. */
final class DicomWebServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private final transient StudiesService studies;
    private final transient UriService uri;
    private final transient WorklistService worklist = new WorklistService();

    DicomWebServlet(Archive archive) {
        studies = new StudiesService(archive);
        uri = new UriService(archive);
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Call call = new Call(request, response);
        List<String> path = call.segments();
        try {
            switch (path.isEmpty() ? "" : path.get(0)) {
                case "" -> capabilities(call);
                case "studies", "series", "instances" -> studies.serve(call, StudiesPath.of(path));
                case "wado" -> uri.serve(call);
                case "workitems" -> worklist.serve(call, path.subList(1, path.size()));
                default -> throw new Refusal(404, "There is no such resource here");
            }
        } catch (Refusal e) {
            response.sendError(e.status(), e.getMessage());
        }
    }

    /** PS3.18 section 8.9. */
    private static void capabilities(Call call) throws IOException, Refusal {
        if (!call.isRead() && !call.method().equals("OPTIONS")) {
            throw new Refusal(405, "Nothing to " + call.method() + " here; instances are posted to /studies");
        }
        String type = call.accepted("application/vnd.sun.wadl+xml", "application/xml");
        try (InputStream wadl = DicomWebServlet.class.getResourceAsStream("capabilities.wadl")) {
            if (wadl == null) {
                throw new IOException("capabilities.wadl is not in this server's jar; build it again");
            }
            call.send(200, type, wadl.readAllBytes());
        }
    }
}
