package io.caretrail.agent.it;

import java.util.ArrayList;
import java.util.List;

/** The servers that the doors are tried on. */
final class Servers {

    private Servers() {}

    /** Those that are tried with every build; all with {@code -Dservers=all}. */
    static List<Server> wanted() {
        List<Server> servers = new ArrayList<>(Tomcat.all());
        servers.add(Jetty12.unpacked("ee10"));
        servers.add(Undertow.unpacked());
        if (Unpacked.property("caretrail.servers").equals("all")) {
            servers.add(Jetty9.unpacked());
            servers.add(Jetty12.unpacked("ee8"));
            servers.add(WildFly.unpacked(false));
            servers.add(WildFly.unpacked(true));
            servers.add(OpenLiberty.unpacked("4.0"));
            servers.add(OpenLiberty.unpacked("6.0"));
        }
        return List.copyOf(servers);
    }
}
