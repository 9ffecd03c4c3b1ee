package io.caretrail.core.diagnostic;

import io.caretrail.core.caller.ExchangeIds;
import io.caretrail.core.config.Configuration;
import io.caretrail.core.exchange.CurrentExchange;
import io.caretrail.core.exchange.Exchange;
import io.caretrail.core.handoff.MissingReason;
import io.caretrail.core.record.Category;
import io.caretrail.core.record.DiagnosticRecord;
import io.caretrail.core.record.Identity;
import io.caretrail.core.record.Level;
import io.caretrail.core.record.RawEncoder;
import io.caretrail.core.trail.Trail;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes the lines that the application logs, and makes records of those that the configuration asks for
 * (docs/diagnostic-logs.md). Off while no setting takes DiagnosticLogs. Thread-safe; never waits.
 */
public final class Diagnostics {

    private final Trail trail;
    private final ExchangeIds ids;
    private final RawEncoder encoder;
    private final InstantSource clock;
    private final RateLimit limit = new RateLimit(System::nanoTime);

    /** Null while no setting takes DiagnosticLogs. */
    private volatile @Nullable Rules rules;

    private boolean stopped;

    /** Diagnostics that are off. */
    public Diagnostics(Trail trail, RawEncoder encoder, ExchangeIds ids, InstantSource clock) {
        this.trail = trail;
        this.encoder = encoder;
        this.ids = ids;
        this.clock = clock;
    }

    /** From here on lines are taken by this configuration, if it wants any; not once they are stopped. */
    public synchronized void use(Configuration configuration) {
        rules = !stopped && configuration.wants(Category.DiagnosticLogs) ? new Rules(configuration) : null;
    }

    /** Whether lines are wanted at all. */
    public boolean isOn() {
        return rules != null;
    }

    /**
     * Takes a line that the application's logging is about to write. One that it hands on from another logging is passed over:
     * that one has been here.
     *
     * @param line read only if the line is wanted; while it is, what the thread logs is not taken
     * @throws RuntimeException or an Error, whatever the line threw: it is counted as missing then
     */
    public void take(Level level, String logger, Supplier<LogLine> line) {
        Rules now = rules;
        if (now != null) {
            take(now, level, logger, line);
        }
    }

    private void take(Rules now, Level level, String logger, Supplier<LogLine> line) {
        Exchange exchange = CurrentExchange.get();
        if (!now.want(level, logger, exchange) || Busy.isHandingOn() || !Busy.begin()) {
            return;
        }
        boolean taken = false;
        try {
            if (limit.allows(now.configuration().diagnostics().rate())) {
                trail.diagnostic(encoder.encode(record(now, level, logger, line.get(), exchange)));
            }
            taken = true;
        } finally {
            Busy.end();
            if (!taken) {
                trail.missedDiagnostics(1, MissingReason.NOT_ENCODED);
            }
        }
    }

    private DiagnosticRecord record(Rules now, Level level, String logger, LogLine line, @Nullable Exchange exchange) {
        Configuration configuration = now.configuration();
        Exchange.Subject subject = exchange == null ? null : exchange.subject();
        Map<String, Object> properties = new LinkedHashMap<>(subject == null ? Map.of() : subject.ids());
        properties.put("logger", FreeText.masked(logger));
        properties.put("thread", FreeText.masked(Thread.currentThread().getName()));
        if (line.exception() != null) {
            properties.put("exception", line.exception());
        }
        Arguments.add(line.arguments(), properties);
        String message = FreeText.masked(line.message());
        return subject == null || exchange == null
                ? new DiagnosticRecord(
                        clock.instant(),
                        ids.next() + ".d1",
                        configuration.resourceId(),
                        DiagnosticRecord.BACKGROUND,
                        message,
                        null,
                        Identity.UNKNOWN,
                        level,
                        configuration.location(),
                        null,
                        properties)
                : new DiagnosticRecord(
                        clock.instant(),
                        subject.id() + ".d" + exchange.nextLine(),
                        configuration.resourceId(),
                        subject.operationName(),
                        message,
                        subject.correlationId(),
                        exchange.identity(),
                        level,
                        configuration.location(),
                        subject.uri(),
                        properties);
    }

    /** The thread is about to hand a line on, to handlers that may give it to another logging. */
    public void handsOn() {
        Busy.handsOn();
    }

    /** It has, by returning or throwing. */
    public void handedOn() {
        Busy.handedOn();
    }

    /** The trail is about to end: no more lines, of which a server that stops may log many. */
    public synchronized void stop() {
        stopped = true;
        rules = null;
        tellRest();
    }

    /** Tells the trail how many lines were over the limit; to be called about twice a second, and at the end. */
    public void tellRest() {
        long rest = limit.untold();
        if (rest > 0) {
            trail.missedDiagnostics(rest, MissingReason.RATE);
        }
    }
}
