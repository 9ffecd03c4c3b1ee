package io.caretrail.agent.hook;

import io.caretrail.core.exchange.Exchanges;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;

/** The hooks of the agent: installed once, armed one server class after the other as those are loaded. Thread-safe. */
public final class Hooks {

    /** Told of what operators should know. Called on whatever thread it happens. */
    public interface Listener {

        /**
         * A server's class has been hooked.
         *
         * @param container its name
         * @param className of the hooked class
         */
        void armed(String container, String className);

        /** A class of a known server does not look as expected and is left alone: that server is not audited. */
        void misfit(String container, String className, String reason);

        /** The first failure behind a hook point; the application has not noticed. */
        void failed(HookPoint point, Throwable failure);
    }

    private final Set<String> armed = new ConcurrentSkipListSet<>();
    private final List<String> broken;
    private final Failures failures;
    private final HookTransformer transformer;
    private final Bridge bridge;
    private final BrokenHooks brokenHooks;

    private Hooks(List<Container> containers, Bridge bridge, BrokenHooks brokenHooks, Listener listener) {
        this.bridge = bridge;
        this.brokenHooks = brokenHooks;
        this.broken = brokenHooks.names();
        this.failures = new Failures(listener::failed);
        this.transformer = new HookTransformer(containers, bridge, new Remembering(listener));
    }

    /**
     * Installs the hooks of all containers; costs nothing for a server whose classes are never loaded.
     *
     * @param later what {@link #hookLater} may be asked for: until then no class of theirs is touched
     * @throws IllegalStateException when the JVM does not allow it, an agent of ours is there already, or the tests' switch
     *     {@code caretrail.test.hookFailure} is wrong
     */
    public static Hooks install(
            Instrumentation instrumentation,
            List<Container> containers,
            List<Container> later,
            Exchanges exchanges,
            Listener listener) {
        Hooks hooks = connected(instrumentation, containers, later, exchanges, listener);
        // Not retransforming: whoever retransforms for reasons of his own is given classes with the hooks in them.
        instrumentation.addTransformer(hooks.transformer, false);
        hooks.bridge.records();
        return hooks;
    }

    /**
     * The same in a JVM whose server may be running; to be followed by {@link #hookLoadedClasses}, once whoever watches
     * over the hooks knows them.
     *
     * @throws IllegalStateException as {@link #install}
     */
    public static Hooks installInRunning(
            Instrumentation instrumentation,
            List<Container> containers,
            List<Container> later,
            Exchanges exchanges,
            Listener listener) {
        Hooks hooks = connected(instrumentation, containers, later, exchanges, listener);
        instrumentation.addTransformer(hooks.transformer, true);
        return hooks;
    }

    /**
     * Hooks the classes that were loaded before. All of known servers change in one instant, so that no request meets a
     * beginning without an end; methods that are running stay as they were until they return.
     *
     * @throws IllegalStateException when the JVM refuses to change a known server's: why; nothing is hooked then
     */
    public void hookLoadedClasses(Instrumentation instrumentation) {
        Class<?>[] known = transformer.known(instrumentation.getAllLoadedClasses());
        try {
            if (known.length > 0) {
                instrumentation.retransformClasses(known);
            }
        } catch (UnmodifiableClassException | RuntimeException | LinkageError e) {
            instrumentation.removeTransformer(transformer);
            throw new IllegalStateException(
                    "the JVM does not let the loaded classes of " + String.join(", ", armed()) + " be hooked (" + e
                            + "); start the server with -javaagent instead",
                    e);
        }
        // One by one: an application may hold classes that cannot even be verified, and nobody has noticed.
        for (Class<?> candidate : transformer.fallbackCandidates(instrumentation.getAllLoadedClasses())) {
            try {
                instrumentation.retransformClasses(candidate);
            } catch (UnmodifiableClassException | RuntimeException | LinkageError e) {
                transformer.misfit(candidate.getName(), e.toString());
            }
        }
        bridge.records();
    }

    private static Hooks connected(
            Instrumentation instrumentation,
            List<Container> containers,
            List<Container> later,
            Exchanges exchanges,
            Listener listener) {
        List<HookPoint> points = new ArrayList<>();
        containers.forEach(container -> points.addAll(container.points()));
        later.forEach(container -> points.addAll(container.points()));
        BrokenHooks broken = BrokenHooks.of(System.getProperty(BrokenHooks.SWITCH), points);
        Bridge bridge = Bridge.define(instrumentation, points);
        Hooks hooks = new Hooks(containers, bridge, broken, listener);
        hooks.connect(containers, Exchanges.class, exchanges);
        return hooks;
    }

    private <T> void connect(List<Container> containers, Class<T> type, T given) {
        for (Container container : containers) {
            Behind behind = new Behind(container, type, given);
            for (HookPoint point : container.points()) {
                bridge.connect(point, new Edge(point, brokenHooks.around(point, behind::hooksFor), failures));
            }
        }
    }

    /**
     * Hooks what was announced for later, where it is loaded already and where it will be. To be called once.
     *
     * @param later the same as at the installation
     * @param type of what their hooks are given
     * @param listener told of what is hooked and what does not fit
     */
    public <T> void hookLater(
            Instrumentation instrumentation, List<Container> later, Class<T> type, T given, Listener listener) {
        connect(later, type, given);
        HookTransformer added = new HookTransformer(later, bridge, listener);
        instrumentation.addTransformer(added, true);
        for (Class<?> loaded : added.known(instrumentation.getAllLoadedClasses())) {
            try {
                instrumentation.retransformClasses(loaded);
            } catch (UnmodifiableClassException | RuntimeException | LinkageError e) {
                listener.misfit(loaded.getName(), loaded.getName(), e.toString());
            }
        }
    }

    /** The names of the containers of which a class has been hooked, sorted. */
    public List<String> armed() {
        return List.copyOf(armed);
    }

    /** The hooks that throw on every call because a test's switch wants it; empty in any server's life. */
    public List<String> broken() {
        return broken;
    }

    /** How many calls of each hook have failed so far, sorted by the hooks' names; those that never did are not there. */
    public Map<HookPoint, Long> failures() {
        return failures.byPoint();
    }

    /** Passes on, and knows afterwards what is armed. */
    private final class Remembering implements Listener {

        private final Listener listener;

        Remembering(Listener listener) {
            this.listener = listener;
        }

        @Override
        public void armed(String container, String className) {
            armed.add(container);
            listener.armed(container, className);
        }

        @Override
        public void misfit(String container, String className, String reason) {
            listener.misfit(container, className, reason);
        }

        @Override
        public void failed(HookPoint point, Throwable failure) {
            listener.failed(point, failure);
        }
    }
}
