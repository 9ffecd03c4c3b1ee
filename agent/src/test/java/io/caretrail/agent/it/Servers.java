package io.caretrail.agent.it;

import java.util.ArrayList;
import java.util.List;

/** The servers that the doors are tried on. */
final class Servers {

    private Servers() {}

    /** Those that are tried with every build. */
    static List<Server> wanted() {
        List<Server> servers = new ArrayList<>(Tomcat.all());
        servers.add(Jetty12.unpacked("ee10"));
        servers.add(Undertow.unpacked());
        return List.copyOf(servers);
    }
}
