package io.caretrail.agent.start;

import io.caretrail.agent.hook.HookPoint;
import io.caretrail.agent.hook.Hooks;
import io.caretrail.agent.logging.Loggings;
import io.caretrail.core.Caretrail;
import io.caretrail.core.diagnostic.Diagnostics;
import java.lang.instrument.Instrumentation;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Watches over the hooks and tells the operator: what is armed, what does not fit, what fails, and, again and again, that
 * nothing is armed although the JVM has been up for a while. Thread-safe.
 */
final class HookWatch implements Hooks.Listener, Caretrail.Door {

    private final Logger log;
    private final UnauditedWarning unaudited;
    private final FailedHooks failed;
    /** Classes that were left alone, of which the trail has not been told yet. */
    private final Set<String> misfits = new ConcurrentSkipListSet<>();

    private final Set<String> told = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Hooks hooks;
    private volatile @Nullable Caretrail caretrail;
    private volatile @Nullable Instrumentation instrumentation;
    private final AtomicBoolean loggingsHooked = new AtomicBoolean();

    HookWatch(Logger log) {
        this.log = log;
        unaudited = new UnauditedWarning(log, System::nanoTime);
        failed = new FailedHooks(System::nanoTime);
    }

    /** Begins: the hooks are installed. */
    void watch(Hooks hooks, Caretrail caretrail, Instrumentation instrumentation) {
        this.hooks = hooks;
        this.caretrail = caretrail;
        this.instrumentation = instrumentation;
        hookLoggings(hooks, caretrail);
        if (!hooks.broken().isEmpty()) {
            log.error(
                    "A SWITCH FOR TESTS IS SET: -Dcaretrail.test.hookFailure makes {} fail at every call, RECORDS WILL"
                            + " BE MISSING; remove it",
                    hooks.broken());
        }
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

    /** Once DiagnosticLogs are asked for; before that no class of a logging is touched. */
    private void hookLoggings(Hooks installed, Caretrail started) {
        Instrumentation jvm = instrumentation;
        if (jvm != null && started.diagnostics().isOn() && loggingsHooked.compareAndSet(false, true)) {
            installed.hookLater(
                    jvm, Loggings.ALL, Diagnostics.class, started.diagnostics(), new LoggingListener(log, misfits));
        }
    }

    @Override
    public void armed(String container, String className) {
        if (told.add(container)) {
            log.info("{} found: its requests are audited (first hook in {})", container, className);
        }
    }

    @Override
    public void misfit(String container, String className, String reason) {
        misfits.add(className);
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

    /** Called about twice a second, on one thread. */
    @Override
    public void tend() {
        Hooks installed = hooks;
        Caretrail started = caretrail;
        if (installed == null || started == null) {
            return;
        }
        hookLoggings(installed, started);
        tell(started, failed.due(installed.failures()));
        if (!installed.armed().isEmpty()) {
            tellMisfits(started);
        } else if (unaudited.tend()) {
            // That a server ran unaudited belongs into its trail.
            started.announce();
            tellMisfits(started);
        }
    }

    /** Called by another thread than {@link #tend}, which may still be at it. */
    @Override
    public void end() {
        Hooks installed = hooks;
        Caretrail started = caretrail;
        if (installed != null && started != null) {
            tell(started, failed.rest(installed.failures()));
            tellMisfits(started);
        }
    }

    /** Nobody knows how many records it costs that a class is not hooked; that it is not, whoever reads the trail must. */
    private void tellMisfits(Caretrail started) {
        List<String> untold = List.copyOf(misfits);
        if (!untold.isEmpty()) {
            misfits.removeAll(untold);
            started.announce();
            started.missed(untold.size(), 0, "hook not applied: " + String.join(", ", untold));
        }
    }

    private static void tell(Caretrail started, FailedHooks.@Nullable Untold untold) {
        if (untold != null) {
            started.announce();
            started.missed(untold.calls(), untold.records(), untold.reason());
        }
    }
}
