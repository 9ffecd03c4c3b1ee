package io.caretrail.core.diagnostic;

import io.caretrail.core.config.Configuration;
import io.caretrail.core.exchange.Exchange;
import io.caretrail.core.record.Level;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What of the log goes into DiagnosticLogs by one configuration. Immutable. */
final class Rules {

    /**
     * What of Caretrail's own could have a logger beside {@link #OWN_LOG}, and the libraries in the filter's jar; not all of
     * {@code io.caretrail.}, below which its examples are applications.
     */
    private static final List<String> OWN = List.of("io.caretrail.core.", "io.caretrail.filter.internal.");

    private static final String OWN_LOG = "io.caretrail";

    /** How the names of Caretrail's threads begin. */
    private static final String OWN_THREAD = "caretrail-";

    /** The JDK's, which can be made to log what it sends: that would be the lines before, on threads of its own. */
    private static final String HTTP_CLIENT = "jdk.httpclient.";

    private final Configuration configuration;

    Rules(Configuration configuration) {
        this.configuration = configuration;
    }

    Configuration configuration() {
        return configuration;
    }

    /** @param exchange whose line it is; null when it is no request's */
    boolean want(Level level, String logger, @Nullable Exchange exchange) {
        Configuration.Diagnostics rules = configuration.diagnostics();
        if (level.compareTo(rules.level()) < 0 || (exchange == null && !isWantedOutside(rules, logger))) {
            return false;
        }
        return !logger.equals(OWN_LOG) && !beginsWithOne(OWN, logger) && !beginsWithOne(rules.exclude(), logger);
    }

    private static boolean isWantedOutside(Configuration.Diagnostics rules, String logger) {
        return rules.outsideRequests()
                && !logger.startsWith(HTTP_CLIENT)
                && !Thread.currentThread().getName().startsWith(OWN_THREAD);
    }

    private static boolean beginsWithOne(List<String> beginnings, String logger) {
        for (int i = 0; i < beginnings.size(); i++) {
            if (logger.startsWith(beginnings.get(i))) {
                return true;
            }
        }
        return false;
    }
}
