package io.caretrail.examples.dicom;

import io.caretrail.examples.dicom.Multipart.Part;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.UUID;

/** One request and its response, with what DICOMweb asks of HTTP (PS3.18 section 8). */
record Call(HttpServletRequest request, HttpServletResponse response) {

    static final String DICOM = "application/dicom";
    static final String DICOM_JSON = "application/dicom+json";

    private static final int LONGEST_BODY = 64 << 20;
    private static final int LONGEST_WARNING = 300;

    String method() {
        return request.getMethod();
    }

    boolean isRead() {
        return method().equals("GET") || method().equals("HEAD");
    }

    /** The path below the servlet, decoded. */
    List<String> segments() {
        String path = request.getPathInfo();
        return path == null
                ? List.of()
                : Arrays.stream(path.split("/"))
                        .filter(segment -> !segment.isEmpty())
                        .toList();
    }

    /** Where the service is, as the client calls it, without a slash at its end. */
    String base() {
        String url = request.getRequestURL().toString();
        return url.substring(0, url.indexOf('/', "https://".length()))
                + request.getContextPath()
                + request.getServletPath();
    }

    /** What the client accepts, the most wanted first: the header, or the parameter in its stead (PS3.18 section 8.3.3). */
    List<MediaType> accepted() {
        String parameter = request.getParameter("accept");
        String header =
                parameter != null ? parameter : String.join(",", Collections.list(request.getHeaders("Accept")));
        return MediaType.all(header.isBlank() ? "*/*" : header);
    }

    /** The first of these types that the client accepts; a 406 names them all. */
    String accepted(String... types) throws Refusal {
        for (MediaType wanted : accepted()) {
            for (String type : types) {
                if (!wanted.isMultipart() && wanted.includes(type)) {
                    return type;
                }
            }
        }
        throw new Refusal(406, "This is to be had as " + String.join(" or ", types));
    }

    byte[] body() throws IOException, Refusal {
        byte[] body = request.getInputStream().readNBytes(LONGEST_BODY + 1);
        if (body.length > LONGEST_BODY) {
            throw new Refusal(413, "More than " + LONGEST_BODY + " bytes; send fewer instances at once");
        }
        return body;
    }

    /** The body of a request that has to be DICOM JSON. */
    byte[] json() throws IOException, Refusal {
        List<MediaType> type = MediaType.all(String.valueOf(request.getContentType()));
        if (type.isEmpty()
                || !List.of(DICOM_JSON, "application/json").contains(type.get(0).name())) {
            throw new Refusal(
                    415, "Content-Type \"" + request.getContentType() + "\" is not read here; send " + DICOM_JSON);
        }
        return body();
    }

    /** What the client should know of an answer that it gets all the same (PS3.18 section 8.4.3). */
    void warn(String text) {
        String shortened = text.substring(0, Math.min(LONGEST_WARNING, text.length()));
        response.setHeader(
                "Warning",
                "299 dicom-web \"" + shortened.replaceAll("[^ -~]", "?").replace('"', '\'') + "\"");
    }

    void send(int status, String type, byte[] body) throws IOException {
        response.setStatus(status);
        response.setContentType(type);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    void sendParts(int status, String typeOfParts, List<Part> parts) throws IOException {
        String boundary = UUID.randomUUID().toString();
        String type = "multipart/related; type=\"" + typeOfParts + "\"; boundary=" + boundary;
        send(status, type, Multipart.write(parts, boundary));
    }
}
