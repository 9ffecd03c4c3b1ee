package io.caretrail.agent.it.probe;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;

/** An application that ends a request of which something failed. */
class CompletingListener implements AsyncListener {

    @Override
    public void onError(AsyncEvent event) {
        event.getAsyncContext().complete();
    }

    @Override
    public void onComplete(AsyncEvent event) {}

    @Override
    public void onTimeout(AsyncEvent event) {}

    @Override
    public void onStartAsync(AsyncEvent event) {}
}
