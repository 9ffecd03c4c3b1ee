package io.caretrail.core.trail;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A daemon thread that repeats a task and does not die of it. */
final class Worker {

    private static final long PAUSE_AFTER_FAILURE = TimeUnit.MILLISECONDS.toNanos(10);

    /** What is repeated. */
    interface Task {

        /** Does a bit of it; false when all is done. Must be able to go on after a throw. */
        boolean step() throws Exception;

        /** Told of everything that {@link #step} throws. */
        void failed(Throwable failure);
    }

    private final String name;
    private final Task task;
    private volatile Thread thread;
    private volatile boolean done;

    Worker(String name, Task task) {
        this.name = name;
        this.task = task;
        this.thread = newThread();
    }

    private Thread newThread() {
        // Takes nothing along of the application's thread that happens to start it: it would keep the application
        // loaded.
        Thread next = new Thread(null, this::run, name, 0, false);
        next.setDaemon(true);
        next.setContextClassLoader(Worker.class.getClassLoader());
        return next;
    }

    void start() {
        thread.start();
    }

    /** Ends the pause it may be making. */
    void wake() {
        LockSupport.unpark(thread);
    }

    private void run() {
        try {
            while (!done) {
                step();
            }
        } finally {
            if (!done) {
                thread = newThread();
                thread.start();
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
