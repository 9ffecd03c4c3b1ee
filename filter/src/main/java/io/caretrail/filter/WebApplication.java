package io.caretrail.filter;

import io.caretrail.core.Caretrail;
import io.caretrail.core.config.ConfigurationException;
import io.caretrail.core.config.ConfigurationLoader;
import io.caretrail.core.config.ConfigurationWatch;
import io.caretrail.core.config.NamedFile;
import io.caretrail.core.config.Surroundings;
import io.caretrail.core.destination.DestinationKinds;
import io.caretrail.core.diagnostic.Diagnostics;
import io.caretrail.core.diagnostic.LogLine;
import io.caretrail.core.exchange.CurrentExchange;
import io.caretrail.core.record.Level;
import io.caretrail.filter.servlet.ServletExchange;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.helpers.NOPLogger;

/**
 * Auditing of one web application, from its start to its end: the edge between Caretrail and the application, over which
 * no exception of ours goes. Holds nothing that outlives {@link #stop}. Thread-safe.
 */
final class WebApplication {

    /** What stands down: the agent is there, auditing is switched off, or its start failed and the operator allows that. */
    static final WebApplication UNAUDITED =
            new WebApplication(NOPLogger.NOP_LOGGER, DiagnosticContext.NONE, null, null);

    private static final String ATTRIBUTE = "io.caretrail.filter.application";
    private static final String ON_START_FAILURE = "caretrail.onStartFailure";
    private static final String ON_START_FAILURE_VARIABLE = "CARETRAIL_ONSTARTFAILURE";

    private final Logger log;
    private final DiagnosticContext diagnosticContext;
    private final @Nullable FilterDoor door;
    private final @Nullable Caretrail caretrail;
    private final BehindFacade behindFacade = new BehindFacade();
    private final AtomicBoolean warnedOfAsync = new AtomicBoolean();

    private WebApplication(
            Logger log, DiagnosticContext diagnosticContext, @Nullable FilterDoor door, @Nullable Caretrail caretrail) {
        this.log = log;
        this.diagnosticContext = diagnosticContext;
        this.door = door;
        this.caretrail = caretrail;
    }

    /** What has been started for the application; null when nothing has. */
    static @Nullable WebApplication of(ServletContext context) {
        return context.getAttribute(ATTRIBUTE) instanceof WebApplication running ? running : null;
    }

    /** Starts with the file that the contract's search finds; {@code named} is what web.xml names, null when it does not. */
    static WebApplication start(ServletContext context, @Nullable NamedFile named) throws ServletException {
        return start(context, (loader, surroundings) -> ConfigurationWatch.start(loader, surroundings, named));
    }

    /**
     * Starts auditing.
     *
     * @throws ServletException when it cannot start: why and what to do; nothing is left open then
     */
    static WebApplication start(ServletContext context, Registration.Source source) throws ServletException {
        Logger log = ApplicationLog.of(context.getClassLoader());
        WebApplication started = start(context, source, log);
        context.setAttribute(ATTRIBUTE, started);
        return started;
    }

    private static WebApplication start(ServletContext context, Registration.Source source, Logger log)
            throws ServletException {
        FilterDoor door = new FilterDoor(context, log);
        if (door.isAgentHere()) {
            log.info("{}: the agent is in this JVM and records; the filter stands down", door.application());
            return UNAUDITED;
        }
        try {
            ConfigurationWatch watch = source.watch(
                    new ConfigurationLoader(DestinationKinds.available()),
                    Surroundings.ofThisProcess().withContextPath(context.getContextPath()));
            Caretrail caretrail = Caretrail.start(watch, door, log);
            if (caretrail.isEnabled()) {
                WebApplication audited =
                        new WebApplication(log, DiagnosticContext.of(context.getClassLoader()), door, caretrail);
                RunningApplication.set(audited);
                return audited;
            }
            door.release();
            return UNAUDITED;
        } catch (ConfigurationException e) {
            door.release();
            return refuse("Caretrail: the configuration is wrong:\n" + e.getMessage(), log);
        } catch (IOException | IllegalStateException e) {
            door.release();
            return refuse("Caretrail: " + e.getMessage(), log);
        }
    }

    /** Nothing runs unaudited by accident: the application's start stops, unless the operator has said otherwise. */
    private static WebApplication refuse(String problem, Logger log) throws ServletException {
        if ("continue".equals(System.getProperty(ON_START_FAILURE, System.getenv(ON_START_FAILURE_VARIABLE)))) {
            log.error(
                    "{}\nthe application starts WITHOUT an audit trail, because {}=continue",
                    problem,
                    ON_START_FAILURE);
            return UNAUDITED;
        }
        throw new ServletException(problem + "\nCaretrail: the application does not start; mend the above, or start it"
                + " WITHOUT an audit trail by -D" + ON_START_FAILURE + "=continue");
    }

    boolean isAudited() {
        return caretrail != null;
    }

    /** Opens the exchange before the filter can, where the container shows the response that belongs to the request. */
    void open(ServletRequest request) {
        ServletResponse response = isAudited() ? behindFacade.response(request) : null;
        if (response != null) {
            open(request, response);
        }
    }

    /** Opens the exchange; null when the request has an owner already, or nothing is audited. */
    @Nullable
    ServletExchange open(ServletRequest request, ServletResponse response) {
        return caretrail == null || door == null || door.standsDown()
                ? null
                : guard(() -> ServletExchange.open(caretrail, request, response));
    }

    /** The exchange that this application has opened for the request; null when there is none. */
    @Nullable
    ServletExchange opened(ServletRequest request) {
        return caretrail == null ? null : guard(() -> ServletExchange.of(request));
    }

    /** The exchange's opener is left; see {@link ServletExchange#leave}. */
    void leave(ServletExchange exchange, @Nullable Throwable thrown) {
        guard(() -> exchange.leave(thrown));
    }

    /** The filter is left and has not opened the exchange; see {@link ServletExchange#pass}. */
    void pass(ServletExchange exchange, ServletRequest request, @Nullable Throwable thrown) {
        guard(() -> {
            if (thrown != null && behindFacade.endsAsItThrows(request)) {
                exchange.end(thrown);
            } else {
                exchange.pass(thrown);
            }
        });
    }

    /** The container is done with the request; see {@link ServletExchange#over}. */
    void over(ServletExchange exchange) {
        guard(exchange::over);
    }

    /** Puts the correlation id where the application's log lines show it; gives what stood there. */
    @Nullable
    String describe(@Nullable ServletExchange exchange) {
        if (exchange != null) {
            exchange.reach();
        }
        String id = exchange == null ? null : exchange.correlationId();
        return id == null || door == null ? null : guard(() -> diagnosticContext.put(door.mdcKey(), id));
    }

    /** Puts back what {@link #describe} gave. */
    void undescribe(@Nullable ServletExchange exchange, @Nullable String before) {
        if (exchange != null && exchange.correlationId() != null && door != null) {
            guard(() -> diagnosticContext.restore(door.mdcKey(), before));
        }
    }

    /** From here on the calling thread works for the exchange; gives whether it did not before. */
    boolean enter(@Nullable ServletExchange exchange) {
        return exchange != null && Boolean.TRUE.equals(guard(exchange::enter));
    }

    /**
     * Takes a line of the application's log; once an agent has come, only those of the requests that this has begun.
     *
     * @throws RuntimeException or an Error as {@link Diagnostics#take} does
     */
    void logs(Level level, String logger, Supplier<LogLine> line) {
        if (caretrail != null && door != null && (!door.standsDown() || CurrentExchange.get() != null)) {
            caretrail.diagnostics().take(level, logger, line);
        }
    }

    /** The calling thread is done with it. */
    void exit(ServletExchange exchange) {
        guard(exchange::exit);
    }

    void warnOfLackingAsync() {
        if (isAudited() && warnedOfAsync.compareAndSet(false, true)) {
            log.warn(
                    "{} or a filter before it is declared without <async-supported>true</async-supported>: every"
                            + " startAsync of the application will fail; add it in web.xml",
                    AuditFilter.class.getName());
        }
    }

    /** Writes what waits and releases every thread, file and claim. */
    void stop() {
        if (caretrail != null && door != null) {
            caretrail.stop();
            RunningApplication.remove(this);
            door.release();
        }
    }

    private void guard(Runnable work) {
        guard(() -> {
            work.run();
            return null;
        });
    }

    /** The one place of this door where everything is caught. */
    private <T extends @Nullable Object> @Nullable T guard(Supplier<T> work) {
        try {
            return work.get();
        } catch (Throwable ours) {
            log.error("an error of Caretrail's own; the application does not notice", ours);
            return null;
        }
    }
}
