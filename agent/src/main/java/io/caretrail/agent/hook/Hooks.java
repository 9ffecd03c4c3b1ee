package io.caretrail.agent.hook;

import io.caretrail.core.exchange.Exchanges;
import java.lang.instrument.Instrumentation;
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

    private Hooks(Listener listener, List<String> broken) {
        this.broken = broken;
        this.failures = new Failures(listener::failed);
    }

    /**
     * Installs the hooks of all containers; costs nothing for a server whose classes are never loaded.
     *
     * @throws IllegalStateException when the JVM does not allow it, an agent of ours is there already, or the tests' switch
     *     {@code caretrail.test.hookFailure} is wrong
     */
    public static Hooks install(
            Instrumentation instrumentation, List<Container> containers, Exchanges exchanges, Listener listener) {
        List<HookPoint> points = new ArrayList<>();
        containers.forEach(container -> points.addAll(container.points()));
        BrokenHooks broken = BrokenHooks.of(System.getProperty(BrokenHooks.SWITCH), points);
        Hooks hooks = new Hooks(listener, broken.names());
        Bridge bridge = Bridge.define(instrumentation, points);
        for (Container container : containers) {
            Behind behind = new Behind(container, exchanges);
            for (HookPoint point : container.points()) {
                bridge.connect(point, new Edge(point, broken.around(point, behind::hooksFor), hooks.failures));
            }
        }
        Listener remembering = new Listener() {
            @Override
            public void armed(String container, String className) {
                hooks.armed.add(container);
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
        };
        instrumentation.addTransformer(new HookTransformer(containers, bridge, remembering), false);
        return hooks;
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
}
