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
                hookWatch.watch(install(instrumentation, caretrail, hookWatch), caretrail);
            }
            Runtime.getRuntime().addShutdownHook(new Thread(caretrail::stop, "caretrail-stop"));
            return null;
        } catch (ConfigurationException e) {
            return "Caretrail: the configuration is wrong:\n" + e.getMessage();
        } catch (IOException | IllegalStateException e) {
            return "Caretrail: " + e.getMessage();
        }
    }

    /** Byte Buddy would probe sun.misc.Unsafe, of which newer JVMs warn; it does without when told so. */
    private static Hooks install(Instrumentation instrumentation, Caretrail caretrail, HookWatch hookWatch) {
        String safe = "net.bytebuddy.safe";
        String before = System.getProperty(safe);
        System.setProperty(safe, "true");
        try {
            return Hooks.install(instrumentation, CONTAINERS, caretrail, hookWatch);
        } finally {
            if (before == null) {
                System.clearProperty(safe);
            }
        }
    }
}
