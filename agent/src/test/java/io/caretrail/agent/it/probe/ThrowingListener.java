package io.caretrail.agent.it.probe;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;

/** An application that fails while it is told of a timeout. */
class ThrowingListener implements AsyncListener {

    @Override
    public void onTimeout(AsyncEvent event) {
        throw new IllegalStateException("probe");
    }

    @Override
    public void onComplete(AsyncEvent event) {}

    @Override
    public void onError(AsyncEvent event) {}

    @Override
    public void onStartAsync(AsyncEvent event) {}
}
