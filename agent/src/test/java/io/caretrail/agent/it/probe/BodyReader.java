package io.caretrail.agent.it.probe;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** Reads a body as it comes and answers with it. */
class BodyReader implements ReadListener {

    private final AsyncContext context;
    private final ServletInputStream in;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    BodyReader(AsyncContext context, ServletInputStream in) {
        this.context = context;
        this.in = in;
    }

    @Override
    public void onDataAvailable() throws IOException {
        byte[] block = new byte[1024];
        while (in.isReady() && !in.isFinished()) {
            int read = in.read(block);
            if (read > 0) {
                body.write(block, 0, read);
            }
        }
    }

    @Override
    public void onAllDataRead() throws IOException {
        context.getResponse().getOutputStream().write(body.toByteArray());
        context.complete();
    }

    @Override
    public void onError(Throwable error) {
        context.complete();
    }
}
