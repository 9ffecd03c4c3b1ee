package io.caretrail.agent.start;

import io.caretrail.agent.grizzly.Grizzly;
import io.caretrail.agent.hook.Container;
import io.caretrail.agent.hook.Hooks;
import io.caretrail.agent.jdkserver.JdkServer;
import io.caretrail.agent.jetty.Jetty;
import io.caretrail.agent.jetty9.Jetty9;
import io.caretrail.agent.liberty.Liberty;
import io.caretrail.agent.logging.Loggings;
import io.caretrail.agent.servlet.Servlets;
import io.caretrail.agent.tomcat.Tomcat;
import io.caretrail.agent.undertow.Undertow;
import io.caretrail.core.Caretrail;
import io.caretrail.core.config.ConfigurationException;
import io.caretrail.core.config.ConfigurationLoader;
import io.caretrail.core.config.ConfigurationWatch;
import io.caretrail.core.config.NamedFile;
import io.caretrail.core.config.Surroundings;
import io.caretrail.core.destination.DestinationKinds;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** Starts the agent, inside its own class loader. */
public final class AgentStart {

    private static final List<Container> CONTAINERS = List.of(
            Tomcat.CONTAINER,
            Jetty.CONTAINER,
            Jetty9.CONTAINER,
            Undertow.CONTAINER,
            Liberty.CONTAINER,
            Liberty.WEB,
            Grizzly.CONTAINER,
            JdkServer.CONTAINER,
            Servlets.JAKARTA,
            Servlets.JAVAX);

    /** {@code servlet} leaves the container hooks out: to try the fallback, or to rule a container's hooks out. */
    private static final String HOOKS = "io.caretrail.hooks";

    private AgentStart() {}

    /**
     * Reads the configuration, opens the trail, installs the hooks.
     *
     * @param argument the agent's argument, the path of a configuration file; null when there is none
     * @return null when auditing has started (or is configured off); else why not and what to do
     */
    public static @Nullable String start(@Nullable String argument, Instrumentation instrumentation) {
        try {
            audit(argument == null ? null : new NamedFile(argument, "the agent's argument"), (caretrail, watch) -> {
                openTheJdksServer(instrumentation);
                watch.watch(
                        Hooks.install(instrumentation, containers(), Loggings.ALL, caretrail, watch),
                        caretrail,
                        instrumentation);
            });
            return null;
        } catch (ConfigurationException e) {
            return "Caretrail: the configuration is wrong:\n" + e.getMessage();
        } catch (IOException | IllegalStateException e) {
            return "Caretrail: " + e.getMessage();
        }
    }

    /**
     * The same in a server that is running: what of it is loaded already is hooked too.
     *
     * @param argument the path of a configuration file; null when none was named
     * @return {@code yes: } and what is audited now, or {@code no: } and why nothing has changed
     */
    public static String attach(@Nullable String argument, Instrumentation instrumentation) {
        try {
            HookWatch watched = audit(
                    argument == null ? null : new NamedFile(argument, "the argument CONFIG"), (caretrail, watch) -> {
                        openTheJdksServer(instrumentation);
                        Hooks hooks =
                                Hooks.installInRunning(instrumentation, containers(), Loggings.ALL, caretrail, watch);
                        watch.watch(hooks, caretrail, instrumentation);
                        hooks.hookLoadedClasses(instrumentation);
                    });
            return "yes: " + said(watched);
        } catch (ConfigurationException e) {
            return "no: the configuration is wrong:\n" + e.getMessage();
        } catch (IOException | IllegalStateException e) {
            return "no: " + e.getMessage();
        }
    }

    /** To us and to nobody else. */
    private static void openTheJdksServer(Instrumentation instrumentation) {
        ModuleLayer.boot()
                .findModule(JdkServer.MODULE)
                .ifPresent(module -> instrumentation.redefineModule(
                        module,
                        Set.of(),
                        Map.of(),
                        Map.of(JdkServer.INTERNALS, Set.of(AgentStart.class.getModule())),
                        Set.of(),
                        Map.of()));
    }

    private static String said(@Nullable HookWatch watch) {
        if (watch == null) {
            return "auditing is switched off by caretrail.enabled=false; no request is audited";
        }
        return watch.hooks().isEmpty()
                ? "no server that Caretrail can hook has been loaded in this JVM yet; no request is audited until one"
                        + " is"
                : "from now on the requests of " + String.join(" and ", watch.hooks()) + " are audited";
    }

    /** Puts the hooks in. */
    private interface Installation {
        /** @throws IllegalStateException when the JVM does not have it: why */
        void into(Caretrail caretrail, HookWatch watch);
    }

    /** What watches over the hooks; null when auditing is configured off. */
    private static @Nullable HookWatch audit(@Nullable NamedFile named, Installation installation)
            throws ConfigurationException, IOException {
        Logger log = OwnLog.open();
        ConfigurationWatch watch = ConfigurationWatch.start(
                new ConfigurationLoader(DestinationKinds.available()), Surroundings.ofThisProcess(), named);
        HookWatch hookWatch = new HookWatch(log);
        Caretrail caretrail = Caretrail.start(watch, hookWatch, log);
        if (caretrail.isEnabled()) {
            try {
                installation.into(caretrail, hookWatch);
            } catch (IllegalStateException e) {
                caretrail.stop();
                throw e;
            }
        }
        Runtime.getRuntime().addShutdownHook(new Thread(caretrail::stop, "caretrail-stop"));
        return caretrail.isEnabled() ? hookWatch : null;
    }

    private static List<Container> containers() {
        return "servlet".equals(System.getProperty(HOOKS))
                ? CONTAINERS.stream().filter(Container::fallback).toList()
                : CONTAINERS;
    }
}
