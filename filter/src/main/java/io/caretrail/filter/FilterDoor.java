package io.caretrail.filter;

import io.caretrail.core.Caretrail;
import io.caretrail.core.config.Configuration;
import jakarta.servlet.ServletContext;
import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;

/** The filter as {@link Caretrail} sees it. Thread-safe. */
final class FilterDoor implements Caretrail.Door {

    /** The mark the agent leaves in the boot loader, and its field that says whether its hooks are in place. */
    private static final String AGENT = "java.lang.CaretrailHooks";

    private static final String RECORDING = "recording";

    private final String path;
    private final String application;
    private final String server;
    private final Logger log;
    private final ClaimedFiles files;
    private volatile String mdcKey = "";
    private volatile boolean standsDown;

    FilterDoor(ServletContext context, Logger log) {
        this.log = log;
        path = context.getContextPath().isEmpty() ? "/" : context.getContextPath();
        application = "web application " + path;
        server = context.getServerInfo();
        files = new ClaimedFiles(application);
    }

    @Override
    public String name() {
        return "filter";
    }

    @Override
    public String instance() {
        return path;
    }

    @Override
    public List<String> hooks() {
        return List.of("servlet filter of " + application + " on " + server);
    }

    /** An agent that is loaded into a running JVM takes over. */
    @Override
    public void tend() {
        if (!standsDown && isAgentHere()) {
            standsDown = true;
            log.info("{}: an agent has come into this JVM and records; the filter stands down", application);
        }
    }

    @Override
    public void expect(Configuration configuration) throws IOException {
        files.claim(configuration);
        mdcKey = configuration.correlation().mdcKey();
    }

    @Override
    public void keep(Configuration inForce) {
        files.giveBack();
        mdcKey = inForce.correlation().mdcKey();
    }

    /** Not one that is only on its way, or that could not hook the server: then nobody would record. */
    boolean isAgentHere() {
        try {
            return Class.forName(AGENT, false, null).getField(RECORDING).getBoolean(null);
        } catch (ReflectiveOperationException none) {
            return false;
        }
    }

    boolean standsDown() {
        return standsDown;
    }

    String application() {
        return application;
    }

    String mdcKey() {
        return mdcKey;
    }

    void release() {
        files.release();
    }
}
