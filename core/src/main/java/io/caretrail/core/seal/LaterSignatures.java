package io.caretrail.core.seal;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Makes checkpoints on a thread of its own, in their order, while the trail goes on: a signature takes as long as a
 * thousand hashes, and ten times that in a JVM that has just started. The thread is there only while there is something to
 * sign. Its methods are for one thread at a time.
 */
final class LaterSignatures {

    /** How many may wait; then the trail waits. Each has some 11 KB. */
    private static final int MOST = 64;

    private final ThreadPoolExecutor thread =
            new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), LaterSignatures::thread);

    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private @Nullable Lines failed;
    private volatile boolean failing;

    private record Waiting(Lines lines, Future<?> signature) {}

    /** Makes a checkpoint. */
    interface Step {
        void run() throws IOException;
    }

    LaterSignatures() {
        thread.allowCoreThreadTimeOut(true);
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(null, work, "caretrail-seal", 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(null);
        return thread;
    }

    void add(Lines lines, Step step) {
        if (waiting.size() >= MOST) {
            awaitFirst();
        }
        waiting.add(new Waiting(lines, thread.submit(() -> {
            // Behind one that failed none may come.
            if (failing) {
                throw new IOException("the one before could not be made");
            }
            try {
                step.run();
            } catch (IOException | RuntimeException | Error e) {
                failing = true;
                throw e;
            }
            return null;
        })));
    }

    /**
     * Waits for all.
     *
     * @return the lines of the first one that could not be made, and with it none behind; null when all could
     */
    @Nullable
    Lines await() {
        while (!waiting.isEmpty()) {
            awaitFirst();
        }
        Lines first = failed;
        failed = null;
        failing = false;
        return first;
    }

    private void awaitFirst() {
        Waiting first = waiting.removeFirst();
        boolean interrupted = false;
        boolean done = false;
        while (!done) {
            try {
                first.signature.get();
                done = true;
            } catch (ExecutionException e) {
                // Why, the next attempt will show, which is made where it can be reported.
                failed = failed == null ? first.lines : failed;
                done = true;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends the thread; nothing can be added any more. */
    void end() {
        thread.shutdown();
        try {
            // An application that is undeployed is gone only when its last thread is.
            if (!thread.awaitTermination(1, TimeUnit.SECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }
}
