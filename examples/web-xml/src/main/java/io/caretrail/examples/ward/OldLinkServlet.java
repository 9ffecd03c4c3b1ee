package io.caretrail.examples.ward;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** {@code /chart?id=1}, as the ward's old software had it: forwarded to where the chart is today. */
public final class OldLinkServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    /** Called by the container. */
    public OldLinkServlet() {}

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        String id = request.getParameter("id");
        RequestDispatcher chart =
                id == null || !id.matches("[0-9]{1,9}") ? null : request.getRequestDispatcher("/fhir/Patient/" + id);
        if (chart == null) {
            response.sendError(400, "Which chart? /chart?id=1");
        } else {
            chart.forward(request, response);
        }
    }
}
