package io.caretrail.agent.it.probe;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;

/** Writes a number of kilobytes whenever the client takes them. */
class BlockWriter implements WriteListener {

    private final AsyncContext context;
    private final ServletOutputStream out;
    private final int kilobytes;
    private int written;

    BlockWriter(AsyncContext context, ServletOutputStream out, int kilobytes) {
        this.context = context;
        this.out = out;
        this.kilobytes = kilobytes;
    }

    @Override
    public void onWritePossible() throws IOException {
        while (out.isReady()) {
            if (written == kilobytes) {
                context.complete();
                return;
            }
            out.write(StreamServlet.kilobyte(written));
            written++;
        }
    }

    @Override
    public void onError(Throwable error) {
        context.complete();
    }
}
