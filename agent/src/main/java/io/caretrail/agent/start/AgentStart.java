package io.caretrail.agent.start;

import io.caretrail.agent.hook.Container;
import io.caretrail.agent.hook.Hooks;
import io.caretrail.agent.servlet.Servlets;
import io.caretrail.agent.tomcat.Tomcat;
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
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** Starts the agent, inside its own class loader. */
public final class AgentStart {

    private static final List<Container> CONTAINERS = List.of(Tomcat.CONTAINER, Servlets.JAKARTA, Servlets.JAVAX);

    private AgentStart() {}

    /**
     * Reads the configuration, opens the trail, installs the hooks.
     *
     * @param argument the agent's argument, the path of a configuration file; null when there is none
     * @return null when auditing has started (or is configured off); else why not and what to do
     */
    public static @Nullable String start(@Nullable String argument, Instrumentation instrumentation) {
        Logger log = OwnLog.open();
        NamedFile named = argument == null ? null : new NamedFile(argument, "the agent's argument");
        try {
            ConfigurationWatch watch = ConfigurationWatch.start(
                    new ConfigurationLoader(DestinationKinds.available()), Surroundings.ofThisProcess(), named);
            HookWatch hookWatch = new HookWatch(log);
            Caretrail caretrail = Caretrail.start(watch, hookWatch, log);
            if (caretrail.isEnabled()) {
                install(instrumentation, caretrail, hookWatch);
            }
            Runtime.getRuntime().addShutdownHook(new Thread(caretrail::stop, "caretrail-stop"));
            return null;
        } catch (ConfigurationException e) {
            return "Caretrail: the configuration is wrong:\n" + e.getMessage();
        } catch (IOException | IllegalStateException e) {
            return "Caretrail: " + e.getMessage();
        }
    }

    private static void install(Instrumentation instrumentation, Caretrail caretrail, HookWatch hookWatch) {
        try {
            hookWatch.watch(Hooks.install(instrumentation, CONTAINERS, caretrail, hookWatch), caretrail);
        } catch (IllegalStateException e) {
            caretrail.stop();
            throw e;
        }
    }
}
