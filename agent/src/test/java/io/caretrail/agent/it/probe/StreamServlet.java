package io.caretrail.agent.it.probe;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;

/** Long answers: {@code ?kb=} kilobytes, chunked or with {@code &length} announced, and one with trailer fields. */
@WebServlet({"/stream", "/trailers"})
public class StreamServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("application/octet-stream");
        if (request.getServletPath().equals("/trailers")) {
            response.setTrailerFields(() -> Map.of("X-Checksum", "none"));
        }
        int kilobytes = Integer.parseInt(request.getParameter("kb"));
        if (request.getParameter("length") != null) {
            response.setContentLength(kilobytes * 1024);
        }
        write(response.getOutputStream(), kilobytes);
    }

    static void write(ServletOutputStream out, int kilobytes) throws IOException {
        for (int i = 0; i < kilobytes; i++) {
            out.write(kilobyte(i));
        }
    }

    /** A kilobyte that names its place, so that a lost or a doubled one shows. */
    static byte[] kilobyte(int number) {
        byte[] block = new byte[1024];
        for (int i = 0; i < block.length; i++) {
            block[i] = (byte) ('a' + (number + i) % 26);
        }
        return block;
    }
}
