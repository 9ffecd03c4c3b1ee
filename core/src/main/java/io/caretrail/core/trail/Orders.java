package io.caretrail.core.trail;

import io.caretrail.core.trail.Delivery.Target;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What others ask of a lane: another destination, the end. Its thread waits here while there is nothing else to do. */
final class Orders {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    // Guarded by lock, down to the blank line.
    private @Nullable Target replacement;
    private boolean finishing;
    private long finishAt;
    private long finishBy;

    /** For the lane's thread: waits some nanoseconds, or shorter when there are new orders. */
    void await(long nanos) {
        lock.lock();
        try {
            if (replacement == null && nanos > 0) {
                boolean unused = awaitSignal(finishing ? Math.min(nanos, finishBy - System.nanoTime()) : nanos);
            }
        } finally {
            lock.unlock();
        }
    }

    /** True when it was interrupted; the lane's own thread then just looks what there is to do (see Worker). */
    @SuppressWarnings("WaitNotInLoop") // callers look again at everything they wait for
    private boolean awaitSignal(long nanos) {
        try {
            long unused = changed.awaitNanos(nanos);
            return false;
        } catch (InterruptedException e) {
            return true;
        }
    }

    /**
     * Asks for another destination.
     *
     * @param closing what is done with one that was never taken
     * @return false when it has not been taken at {@code deadline} (of System.nanoTime)
     */
    boolean replace(Target next, long deadline, Consumer<Target> closing) {
        Target superseded;
        boolean interrupted = false;
        boolean taken;
        lock.lock();
        try {
            superseded = replacement;
            replacement = next;
            changed.signalAll();
            while (replacement != null && deadline - System.nanoTime() > 0) {
                interrupted |= awaitSignal(deadline - System.nanoTime());
            }
            taken = replacement == null;
        } finally {
            lock.unlock();
        }
        if (superseded != null) {
            closing.accept(superseded);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return taken;
    }

    /** The destination that is asked for; null when none is. Asked for once. */
    @Nullable
    Target takeReplacement() {
        lock.lock();
        try {
            Target taken = replacement;
            replacement = null;
            changed.signalAll();
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /** Asks for the end once all before a position is written, at {@code deadline} (of System.nanoTime) in any case. */
    void finish(long position, long deadline) {
        lock.lock();
        try {
            finishing = true;
            finishAt = position;
            finishBy = deadline;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean isFinishing() {
        lock.lock();
        try {
            return finishing;
        } finally {
            lock.unlock();
        }
    }

    /** @param writtenTo where the lane is; -1 while something earlier waits elsewhere */
    boolean isToEnd(long writtenTo) {
        lock.lock();
        try {
            return finishing && (finishBy - System.nanoTime() <= 0 || writtenTo >= finishAt);
        } finally {
            lock.unlock();
        }
    }
}
