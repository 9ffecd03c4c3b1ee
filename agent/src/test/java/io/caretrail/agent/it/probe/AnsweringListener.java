package io.caretrail.agent.it.probe;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** An application that answers when its time is up or something of it failed. */
class AnsweringListener implements AsyncListener {

    private final int status;

    AnsweringListener(int status) {
        this.status = status;
    }

    @Override
    public void onTimeout(AsyncEvent event) throws IOException {
        answer(event, "time is up");
    }

    @Override
    public void onError(AsyncEvent event) throws IOException {
        answer(event, "something failed");
    }

    private void answer(AsyncEvent event, String text) throws IOException {
        HttpServletResponse response =
                (HttpServletResponse) event.getAsyncContext().getResponse();
        response.setStatus(status);
        response.getWriter().write(text);
        event.getAsyncContext().complete();
    }

    @Override
    public void onComplete(AsyncEvent event) {}

    @Override
    public void onStartAsync(AsyncEvent event) {}
}
