package io.caretrail.core;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** Does what is to be done about twice a second, on a thread of its own, until it is stopped. Thread-safe. */
final class Tender {

    private static final long TEND_MILLIS = 500;
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(10);

    private final Runnable work;
    private final Consumer<Throwable> failures;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Thread thread = new Thread(null, this::tend, "caretrail-tend", 0, false);

    /**
     * Does nothing yet.
     *
     * @param failures takes what the work throws; it is done again all the same
     */
    Tender(Runnable work, Consumer<Throwable> failures) {
        this.work = work;
        this.failures = failures;
    }

    void start() {
        thread.setDaemon(true);
        thread.setContextClassLoader(null);
        thread.start();
    }

    /** From here on no more of the work is begun. */
    void stop() {
        stopping.countDown();
    }

    /** An application that is undeployed is gone only when its last thread is. */
    void awaitEnd(Duration patience) {
        try {
            thread.join(patience.toMillis());
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }

    private void tend() {
        while (stopping.getCount() > 0) {
            try {
                if (!stopping.await(TEND_MILLIS, TimeUnit.MILLISECONDS)) {
                    work.run();
                }
            } catch (InterruptedException nobodyDoesThis) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException | Error e) {
                tell(e);
            }
        }
    }

    private void tell(Throwable failure) {
        try {
            failures.accept(failure);
        } catch (RuntimeException | Error untold) {
            // There is no memory left even for this; the next round is what counts.
            LockSupport.parkNanos(PAUSE);
        }
    }
}
