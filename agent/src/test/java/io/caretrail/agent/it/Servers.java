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
            servers.add(GlassFish.unpacked());
        }
        return List.copyOf(servers);
    }

    /**
     * Those whose own points the agent hooks in other ways than in any of {@link #wanted}: other versions and environments;
     * with {@code -Dservers=all} alone. To a filter they are like the others.
     */
    static List<Server> hookedOtherwise() {
        return Unpacked.property("caretrail.servers").equals("all")
                ? List.of(
                        Jetty9.unpacked(11),
                        Jetty12.older("ee10"),
                        Jetty12.unpacked("ee9"),
                        Jetty12.unpacked("ee11"),
                        TomEE.unpacked(false),
                        TomEE.unpacked(true),
                        Payara.unpacked())
                : List.of();
    }
}
