package io.caretrail.filter.war.probe;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs lines with the request's id: as it is called, in a forward, and, asked for {@code async}, as it is dispatched. */
@WebServlet(urlPatterns = "/lines", asyncSupported = true)
public class LineServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        Logger log = LoggerFactory.getLogger(LineServlet.class);
        String id = request.getHeader("X-Request-Id");
        DispatcherType dispatch = request.getDispatcherType();
        log.info("{} {}", dispatch, id);
        if (dispatch == DispatcherType.REQUEST) {
            request.getRequestDispatcher("/lines").include(request, response);
            log.info("behind {}", id);
            if (request.getParameter("async") != null) {
                AsyncContext context = request.startAsync();
                Thread other = new Thread(context::dispatch);
                other.start();
            }
        }
    }
}
