package io.caretrail.core.exchange;

import org.jspecify.annotations.Nullable;

/**
 * Whose request the calling thread works for, as far as doors say; only kept for exchanges whose log lines are recorded.
 * Whoever enters leaves on the same thread before it goes on to something else. Each method is for the calling thread.
 */
public final class CurrentExchange {

    private static final ThreadLocal<@Nullable Exchange> CURRENT = new ThreadLocal<>();

    private CurrentExchange() {}

    /** Null when the thread works for no request, or for one whose log lines are not recorded. */
    public static @Nullable Exchange get() {
        return CURRENT.get();
    }

    /**
     * From here on the thread works for this exchange.
     *
     * @return whether it did not before: then whoever called is to {@link #leave}
     */
    public static boolean enter(Exchange exchange) {
        if (exchange.subject() == null || CURRENT.get() == exchange) {
            return false;
        }
        CURRENT.set(exchange);
        return true;
    }

    /** The thread is done with this exchange; one that it works for meanwhile stays. */
    public static void leave(Exchange exchange) {
        if (exchange.subject() != null && CURRENT.get() == exchange) {
            CURRENT.remove();
        }
    }

    /** The thread is done with whatever it worked for: where the server has forgotten what that was. */
    public static void leave() {
        if (CURRENT.get() != null) {
            CURRENT.remove();
        }
    }

    /**
     * What another thread runs for the request that this one works for.
     *
     * @return the task itself when this thread works for none
     */
    public static Runnable continued(Runnable task) {
        Exchange exchange = CURRENT.get();
        if (exchange == null) {
            return task;
        }
        return () -> {
            Exchange before = CURRENT.get();
            CURRENT.set(exchange);
            try {
                task.run();
            } finally {
                if (before == null) {
                    CURRENT.remove();
                } else {
                    CURRENT.set(before);
                }
            }
        };
    }
}
