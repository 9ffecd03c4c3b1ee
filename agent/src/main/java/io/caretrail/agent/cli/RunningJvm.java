package io.caretrail.agent.cli;

import com.sun.tools.attach.AgentInitializationException;
import com.sun.tools.attach.AgentLoadException;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;

/** Another JVM. By itself, because it cannot even be loaded where the module jdk.attach is missing. */
final class RunningJvm {

    /** The system property in which the agent leaves what came of it. */
    private static final String ATTACHED = "io.caretrail.attached";

    private RunningJvm() {}

    /**
     * Loads an agent into it.
     *
     * @param process its id
     * @param jar the agent's, absolute
     * @param argument the agent's
     * @return what the agent says has come of it; empty when it has said nothing
     * @throws IOException when it was not loaded: why and what to do
     */
    static String attach(long process, String jar, String argument) throws IOException {
        try {
            VirtualMachine machine = VirtualMachine.attach(Long.toString(process));
            try {
                machine.loadAgent(jar, argument);
                return machine.getSystemProperties().getProperty(ATTACHED, "");
            } finally {
                machine.detach();
            }
        } catch (AttachNotSupportedException | IOException e) {
            throw new IOException(
                    "process " + process + " cannot be reached (" + e.getMessage()
                            + "): it has to be a JVM on this machine, of this user, started without"
                            + " -XX:+DisableAttachMechanism",
                    e);
        } catch (AgentLoadException | AgentInitializationException e) {
            throw new IOException(
                    "process " + process + " does not take the agent (" + e.getMessage()
                            + "): a Java 21 or later may have been started with -XX:-EnableDynamicAgentLoading, and the"
                            + " jar has to be readable there; else start the server with -javaagent",
                    e);
        }
    }
}
