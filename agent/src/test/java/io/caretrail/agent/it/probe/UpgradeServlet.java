package io.caretrail.agent.it.probe;

import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpUpgradeHandler;
import jakarta.servlet.http.WebConnection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Leaves HTTP (Servlet 3.1 section 2.3.3.5), as WebSocket does. */
@WebServlet("/upgrade")
public class UpgradeServlet extends HttpServlet {

    /** All that is said in the other protocol. */
    public static final String FAREWELL = "no longer HTTP";

    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        response.setHeader("Upgrade", "probe");
        response.setHeader("Connection", "Upgrade");
        request.upgrade(Farewell.class);
    }

    /** Says one thing in its own protocol and ends the connection. */
    public static class Farewell implements HttpUpgradeHandler {

        @Override
        public void init(WebConnection connection) {
            try {
                connection.getOutputStream().write(FAREWELL.getBytes(StandardCharsets.UTF_8));
                connection.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void destroy() {}
    }
}
