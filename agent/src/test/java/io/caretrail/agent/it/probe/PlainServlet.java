package io.caretrail.agent.it.probe;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;

/** The answers a servlet gives on the container's own thread; only GET, so that the rest is HttpServlet's. */
@WebServlet(
        urlPatterns = {
            "/ok",
            "/nocontent",
            "/notmodified",
            "/missing",
            "/senderror",
            "/status",
            "/throw",
            "/throw-servlet-exception",
            "/throw-error",
            "/throw-io",
            "/throw-io-after-commit",
            "/throw-after-commit",
            "/senderror-after-commit",
            "/redirect",
            "/large-header",
            "/forward",
            "/forward-missing",
            "/include",
            "/secret/ok",
            "/secret/logout",
            "/login-and-logout",
            "/attributes",
            "/close",
            "/wait",
            "/thread"
        })
public class PlainServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        response.setContentType("text/plain;charset=UTF-8");
        Object included = request.getAttribute(RequestDispatcher.INCLUDE_SERVLET_PATH);
        switch (included == null ? request.getServletPath() : included.toString()) {
            case "/thread" -> response.getWriter().print(Thread.currentThread());
            case "/nocontent" -> response.setStatus(HttpServletResponse.SC_NO_CONTENT);
            case "/notmodified" -> response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
            case "/missing" -> response.sendError(HttpServletResponse.SC_NOT_FOUND);
            case "/senderror" -> response.sendError(status(request), "as asked");
            case "/status" -> response.setStatus(status(request));
            case "/throw" -> throw new IllegalStateException("probe");
            case "/throw-servlet-exception" -> throw new ServletException("probe", new IOException("cause"));
            case "/throw-error" -> throw new NoClassDefFoundError("probe");
            case "/throw-io" -> throw new IOException("the archive behind is gone");
            case "/throw-io-after-commit" -> {
                commit(response);
                throw new IOException("the archive behind is gone");
            }
            case "/throw-after-commit" -> {
                commit(response);
                throw new IllegalStateException("probe");
            }
            case "/senderror-after-commit" -> {
                commit(response);
                response.sendError(HttpServletResponse.SC_INTERNAL_SERVER_ERROR);
            }
            // Refused by the container only when it writes the head, after the servlet is done.
            case "/large-header" -> response.setHeader("X-Large", "x".repeat(10_000));
            case "/redirect" -> response.sendRedirect("ok");
            case "/forward" -> request.getRequestDispatcher("/ok").forward(request, response);
            case "/forward-missing" -> request.getRequestDispatcher("/missing").forward(request, response);
            case "/include" -> {
                response.getWriter().write("before ");
                request.getRequestDispatcher("/ok").include(request, response);
                response.getWriter().write(" after");
            }
            case "/secret/logout" -> logout(request, response);
            case "/login-and-logout" -> {
                request.login("alice", "right");
                logout(request, response);
            }
            case "/attributes" -> {
                List<String> names = Collections.list(request.getAttributeNames());
                Collections.sort(names);
                response.getWriter().write(String.join("\n", names));
            }
            case "/close" -> {
                response.setHeader("Connection", "close");
                response.getWriter().write("the last one");
            }
            case "/wait" -> {
                arrived(request);
                pause();
                response.getWriter().write("waited");
            }
            default -> response.getWriter().write("ok");
        }
    }

    private static void logout(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        String user = request.getRemoteUser();
        request.logout();
        response.getWriter().write("was " + user + ", is " + request.getRemoteUser());
    }

    private static int status(HttpServletRequest request) {
        return Integer.parseInt(request.getParameter("status"));
    }

    private static void commit(HttpServletResponse response) throws IOException {
        response.getWriter().write("half of it");
        response.flushBuffer();
    }

    /** Tells the client, by a file, that the request is here. */
    static void arrived(HttpServletRequest request) throws IOException {
        String file = request.getParameter("arrived");
        if (file != null) {
            Files.createFile(Path.of(file));
        }
    }

    /** Long enough for a client to be gone, short enough for a test. */
    private static void pause() {
        try {
            Thread.sleep(200);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
