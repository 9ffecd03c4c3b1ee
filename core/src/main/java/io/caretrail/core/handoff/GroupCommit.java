package io.caretrail.core.handoff;

import java.io.IOException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Many threads that wait for the disk share one sync: one of them does it, those that come meanwhile share the next.
 * Locks and not monitors, so that a virtual thread that waits does not hold its carrier.
 */
final class GroupCommit {

    /** A sync of everything written before it began. */
    interface Sync {
        void run() throws IOException;
    }

    private final Sync sync;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();

    private boolean running;
    private long begun;
    private long succeeded;
    private long failed;
    private @Nullable Throwable failure;

    GroupCommit(Sync sync) {
        this.sync = sync;
    }

    /**
     * Returns when a sync that began after this call has succeeded.
     *
     * @throws IOException when it failed
     */
    void await() throws IOException {
        lock.lock();
        try {
            long mine = begun + 1;
            while (succeeded < mine && failed < mine) {
                if (running) {
                    // An interrupt is meant for the application; it stays set.
                    ended.awaitUninterruptibly();
                } else {
                    runNext();
                }
            }
            if (succeeded < mine) {
                throw new IOException("the hand-off could not be put on the disk: " + failure, failure);
            }
        } finally {
            lock.unlock();
        }
    }

    private void runNext() {
        long number = ++begun;
        running = true;
        Throwable thrown = new IOException("interrupted by an error");
        lock.unlock();
        try {
            sync.run();
            thrown = null;
        } catch (IOException | RuntimeException e) {
            thrown = e;
        } finally {
            lock.lock();
            running = false;
            if (thrown == null) {
                succeeded = number;
            } else {
                failed = number;
                failure = thrown;
            }
            ended.signalAll();
        }
    }
}
