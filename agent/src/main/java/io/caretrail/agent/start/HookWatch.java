package io.caretrail.agent.start;

import io.caretrail.agent.hook.HookPoint;
import io.caretrail.agent.hook.Hooks;
import io.caretrail.core.Caretrail;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Watches over the hooks and tells the operator: what is armed, what does not fit, what fails, and, again and again, that
 * nothing is armed although the JVM has been up for a while. Thread-safe.
 */
final class HookWatch implements Hooks.Listener, Caretrail.Door {

    private final Logger log;
    private final UnauditedWarning unaudited;
    private final Set<String> told = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Hooks hooks;
    private volatile @Nullable Caretrail caretrail;

    private long failuresTold;

    HookWatch(Logger log) {
        this.log = log;
        unaudited = new UnauditedWarning(log, System::nanoTime);
    }

    /** Begins: the hooks are installed. */
    void watch(Hooks hooks, Caretrail caretrail) {
        this.hooks = hooks;
        this.caretrail = caretrail;
    }

    @Override
    public String name() {
        return "agent";
    }

    @Override
    public List<String> hooks() {
        Hooks installed = hooks;
        return installed == null ? List.of() : installed.armed();
    }

    @Override
    public void armed(String container, String className) {
        if (told.add(container)) {
            log.info("{} found: its requests are audited (first hook in {})", container, className);
        }
    }

    @Override
    public void misfit(String container, String className, String reason) {
        log.error(
                "{}: {} is not as expected ({}) and is left alone; requests of this server may go unaudited."
                        + " Please report it with the server's version",
                container,
                className,
                reason);
    }

    @Override
    public void failed(HookPoint point, Throwable failure) {
        log.error("the hook in {} failed; the application has not noticed, but records may be missing", point, failure);
    }

    /** Called about once a second, on one thread. */
    @Override
    public void tend() {
        Hooks installed = hooks;
        if (installed == null) {
            return;
        }
        long failures = installed.failures();
        Caretrail started = caretrail;
        if (failures > failuresTold && started != null) {
            started.missed(failures - failuresTold, "hook failed");
            failuresTold = failures;
        }
        if (installed.armed().isEmpty() && unaudited.tend() && started != null) {
            // That a server ran unaudited belongs into its trail.
            started.announce();
        }
    }
}
