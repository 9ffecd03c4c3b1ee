package io.caretrail.core.exchange;

import io.caretrail.core.door.Outcome;
import io.caretrail.core.door.Response;
import io.caretrail.core.record.Identity;
import java.util.Map;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP request from its beginning to its end. {@link Exchanges#begin} has recorded Started; {@link #complete}
 * records the end once, whoever calls first. Thread-safe: an asynchronous request may be noted and ended on any thread.
 */
public abstract class Exchange {

    /** What a request that configuration excludes gets: it takes every call, and keeps and records nothing. */
    public static final Exchange EXCLUDED = new Unrecorded();

    /**
     * What a request gets whose Started record cannot be kept where that is required: the door answers 503 before the
     * application sees it (contract, Laws 2). Takes every call, and keeps and records nothing.
     */
    public static final Exchange REFUSED = new Unrecorded();

    private static final AtomicIntegerFieldUpdater<Exchange> COMPLETE =
            AtomicIntegerFieldUpdater.newUpdater(Exchange.class, "complete");

    private static final AtomicIntegerFieldUpdater<Exchange> LINES =
            AtomicIntegerFieldUpdater.newUpdater(Exchange.class, "lines");

    private volatile int complete;

    /** Counted through {@link #LINES}. */
    @SuppressWarnings("UnusedVariable")
    private volatile int lines;

    private volatile int committedStatus;
    private volatile @Nullable String failure;
    private volatile @Nullable String user;
    private volatile @Nullable String authMethod;

    Exchange() {}

    /** What log lines say of this request; null when they are not recorded. */
    public abstract @Nullable Subject subject();

    /** The number of the next log line of this request, from 1. */
    public int nextLine() {
        return LINES.incrementAndGet(this);
    }

    /** Who the request is from, as far as is known by now; unknown when its log lines are not recorded. */
    public Identity identity() {
        Subject subject = subject();
        Identity started = subject == null ? Identity.UNKNOWN : subject.identity;
        String named = user;
        String method = authMethod;
        return named == null
                ? started
                : new Identity(
                        started.claims(),
                        named,
                        method == null ? started.authMethod() : method,
                        true,
                        started.claimsVerified());
    }

    /** Whether the request must not be served. */
    public boolean isRefused() {
        return this == REFUSED;
    }

    /** The field of its records; null when nothing is recorded. */
    public abstract @Nullable String correlationId();

    /** The header the response is to carry unless the application sets it; null when none was asked for. */
    public abstract @Nullable ResponseHeader responseHeader();

    /** Notes the status that has been committed: what the client is sent, whatever the container says afterwards. */
    public void committed(int status) {
        if (isRecorded()) {
            committedStatus = status;
        }
    }

    /** The status noted by {@link #committed}; 0 when the response has not been committed. */
    public int committedStatus() {
        return committedStatus;
    }

    /** Notes whom the container authenticated; null is passed over, so that a logout does not forget the user. */
    public void authenticated(@Nullable String user, @Nullable String authMethod) {
        if (user != null && isRecorded()) {
            this.user = user;
            this.authMethod = authMethod;
        }
    }

    /**
     * Notes why the exchange failed; the first reason stays.
     *
     * @param reason an exception's class name or a constant of {@link Outcome}; never a message
     */
    public void failed(String reason) {
        if (failure == null && isRecorded()) {
            failure = reason;
        }
    }

    /**
     * Notes what was thrown by its class name; the first reason stays. A ServletException or a plain RuntimeException is
     * opened, and what Spring made of the former before its version 6: containers and frameworks wrap an application's
     * exceptions and errors in them.
     */
    public void failed(Throwable thrown) {
        Throwable reason = thrown;
        while (isWrapper(reason) && reason.getCause() != null) {
            reason = reason.getCause();
        }
        failed(reason.getClass().getName());
    }

    private static boolean isWrapper(Throwable thrown) {
        String name = thrown.getClass().getName();
        return thrown.getClass() == RuntimeException.class
                || name.endsWith(".servlet.ServletException")
                || name.equals("org.springframework.web.util.NestedServletException");
    }

    /** Why it failed; null when nothing was noted. */
    @Nullable
    String failure() {
        return failure;
    }

    /** Whom the container authenticated; null when nobody was noted. */
    @Nullable
    String user() {
        return user;
    }

    /** How it did. */
    @Nullable
    String authMethod() {
        return authMethod;
    }

    /** Whether the end has been recorded, or nothing is to be recorded. */
    public boolean isComplete() {
        return complete != 0 || !isRecorded();
    }

    /**
     * Records the end, the first time it is called; later calls do nothing. Throws nothing but an Error, and then a later
     * call records the end.
     */
    public void complete(Response response) {
        if (isRecorded() && COMPLETE.compareAndSet(this, 0, 1)) {
            boolean ended = false;
            try {
                end(response);
                ended = true;
            } finally {
                // With no stack or memory left here, whoever calls next, further up, may have some. No call may stand
                // here.
                if (!ended) {
                    complete = 0;
                }
            }
        }
    }

    /** {@code correlation.responseHeader}, with the correlation id as its value. */
    public record ResponseHeader(String name, String value) {}

    /**
     * What log lines say of the request they belong to.
     *
     * @param id of the exchange, the beginning of its recordIds
     * @param identity as in the Started record
     * @param ids what the operation is about, as in the properties of its records
     */
    public record Subject(
            String id,
            String operationName,
            String correlationId,
            Identity identity,
            String uri,
            Map<String, String> ids) {}

    private boolean isRecorded() {
        return this != EXCLUDED && this != REFUSED;
    }

    /** Writes the final record; whenever that throws, it has not. */
    abstract void end(Response response);

    /** Has nothing to say, and no end. */
    private static final class Unrecorded extends Exchange {

        @Override
        public @Nullable Subject subject() {
            return null;
        }

        @Override
        public @Nullable String correlationId() {
            return null;
        }

        @Override
        public @Nullable ResponseHeader responseHeader() {
            return null;
        }

        @Override
        void end(Response response) {
            throw new IllegalStateException("nothing is recorded");
        }
    }
}
