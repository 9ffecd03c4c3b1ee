package io.caretrail.agent.jetty;

import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * How far the answers had come of the clients of HTTP/2 that have left, or have taken a stream back; the application hears of it
 * later, on another thread. Thread-safe.
 *
 * @param <K> what stands for a request, and goes with it
 */
public final class Departures<K> {

    private enum Left {
        BEFORE_THE_ANSWER,
        WITHIN_THE_ANSWER,
        WITH_THE_ANSWER
    }

    private final Map<@Nullable K, Left> left = Collections.synchronizedMap(new WeakHashMap<>());

    /** Nobody has left. */
    public Departures() {}

    /**
     * A stream fails, which it does with its connection also when it has ended and is not yet put away. Only the first time counts.
     *
     * @param whole whether all of the answer had been given to the connection
     * @param committed whether any of it had
     */
    public void note(K request, boolean whole, boolean committed) {
        Left within = committed ? Left.WITHIN_THE_ANSWER : Left.BEFORE_THE_ANSWER;
        left.putIfAbsent(request, whole ? Left.WITH_THE_ANSWER : within);
    }

    /** Whether the client may well have its answer. */
    public boolean isAnswered(@Nullable K request) {
        return left.get(request) == Left.WITH_THE_ANSWER;
    }

    /** Whether nothing can have been sent to the client, whatever the server has committed since. */
    public boolean isUnanswered(@Nullable K request) {
        return left.get(request) == Left.BEFORE_THE_ANSWER;
    }
}
