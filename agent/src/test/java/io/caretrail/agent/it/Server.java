package io.caretrail.agent.it;

import java.io.IOException;
import java.nio.file.Path;

/**
 * An unmodified server as its project ships it, unpacked by the build. Who wants to try the doors on another one writes
 * another of these, and adds it to {@link Servers}. Immutable; its toString is what tests and documentation call it.
 */
interface Server {

    /** Whether its servlets are jakarta.servlet, else javax.servlet. */
    boolean jakarta();

    /**
     * Lays out in a folder what an operator configures: a free port of the loopback interface, and the users of
     * tomcat-users.xml. The distribution itself is not touched.
     */
    void prepare(Path base) throws IOException;

    /** Has a prepared server speak HTTP/2 on its plain port too, where it does not by itself, and lose patience with a client soon. */
    default void prepareHttp2(Path base) throws IOException {}

    /** Where a war goes in a prepared folder, so that it is served under {@code /NAME}. */
    Path place(Path base, String name);

    /**
     * What an operator would call to start it in the foreground.
     *
     * @param options for the JVM, separated by blanks: the only place where the agent comes in
     */
    ProcessBuilder command(Jdk jdk, Path base, String options) throws IOException;

    /** Whether it has said that it serves its applications. */
    boolean hasStarted(String output);

    /** The port of its one HTTP connector. */
    int port(String output) throws IOException;

    /** In what it differs from what the cases are written for. */
    Differences differences();

    /** What the agent does not see on it, or tells otherwise. */
    default Sight agentSight() {
        return Sight.WHOLE;
    }

    /** What the filter does not see on it. */
    Sight filterSight();
}
