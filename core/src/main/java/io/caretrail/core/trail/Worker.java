package io.caretrail.core.trail;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A daemon thread that repeats a task and does not die of it: with no memory left nobody could start another. */
final class Worker {

    private static final long PAUSE_AFTER_FAILURE = TimeUnit.MILLISECONDS.toNanos(10);

    /** What is repeated. */
    interface Task {

        /** Does a bit of it; false when all is done. Must be able to go on after a throw. */
        boolean step() throws Exception;

        /** Told of everything that {@link #step} throws. */
        void failed(Throwable failure);
    }

    private final Task task;
    private final Thread thread;
    private volatile boolean done;

    Worker(String name, Task task) {
        this.task = task;
        // Takes nothing along of the application's thread that happens to start it: it would keep the application
        // loaded.
        thread = new Thread(null, this::run, name, 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(Worker.class.getClassLoader());
    }

    void start() {
        thread.start();
    }

    /** Ends the pause it may be making. */
    void wake() {
        LockSupport.unpark(thread);
    }

    private void run() {
        while (!done) {
            try {
                step();
            } catch (Throwable untold) {
                // Even the telling failed; whatever is wrong is told as soon as it can be, or is over.
                LockSupport.parkNanos(PAUSE_AFTER_FAILURE);
            }
        }
    }

    /** The one place where the threads of the trail catch everything. */
    private void step() {
        try {
            // Nobody of ours interrupts; a server that interrupts every thread it finds must not make us spin.
            Thread.interrupted();
            done = !task.step();
        } catch (Throwable failure) {
            LockSupport.parkNanos(PAUSE_AFTER_FAILURE);
            task.failed(failure);
        }
    }

    /** Waits until the task is done; false when it is not at {@code deadline} (of System.nanoTime). */
    boolean join(long deadline) {
        boolean interrupted = false;
        while (!done && deadline - System.nanoTime() > 0) {
            try {
                TimeUnit.NANOSECONDS.timedJoin(thread, Math.min(deadline - System.nanoTime(), 100_000_000L));
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return done;
    }
}
