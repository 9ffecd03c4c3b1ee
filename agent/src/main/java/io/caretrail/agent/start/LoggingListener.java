package io.caretrail.agent.start;

import io.caretrail.agent.hook.HookPoint;
import io.caretrail.agent.hook.Hooks;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;

/** Tells the operator which loggings are hooked. Thread-safe. */
final class LoggingListener implements Hooks.Listener {

    private final Logger log;
    private final Set<String> misfits;
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    /** @param misfits takes the names of classes that were left alone */
    LoggingListener(Logger log, Set<String> misfits) {
        this.log = log;
        this.misfits = misfits;
    }

    @Override
    public void armed(String container, String className) {
        if (told.add(container)) {
            log.info("{} found and hooked for DiagnosticLogs", container);
        }
    }

    @Override
    public void misfit(String container, String className, String reason) {
        misfits.add(className);
        log.error(
                "{}: {} is not as expected ({}) and is left alone; its lines may be missing in DiagnosticLogs."
                        + " Please report it with the library's version",
                container,
                className,
                reason);
    }

    /** The failures of all hooks go to the listener of the servers'. */
    @Override
    public void failed(HookPoint point, Throwable failure) {}
}
