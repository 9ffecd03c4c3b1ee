package io.caretrail.core;

import io.caretrail.core.caller.ExchangeIds;
import io.caretrail.core.config.Configuration;
import io.caretrail.core.exchange.Auditor;
import io.caretrail.core.exchange.Keeper;
import io.caretrail.core.record.AuditRecord;
import io.caretrail.core.record.CaretrailRecords;
import io.caretrail.core.record.Category;
import io.caretrail.core.record.LogAnalyticsEncoder;
import io.caretrail.core.record.OwnRecords;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The configuration in force, and what is made by it. The trail outlives a configuration; the records that it writes of
 * itself follow the one in force. Not the watch's: that one is ahead when the destinations of a changed configuration
 * cannot be opened. Written by one thread at a time, read by any.
 */
final class InForce implements OwnRecords {

    private final ExchangeIds ids = new ExchangeIds();

    private volatile Configuration configuration;
    private volatile CaretrailRecords own;

    /** Null while {@code enabled: false} is in force, and until there is a trail. */
    private volatile @Nullable Auditor auditor;

    InForce(Configuration first) {
        configuration = first;
        own = ownRecords(first);
    }

    /** From here on requests are audited by this configuration, if it lets them be. */
    void put(Configuration next, Keeper trail) {
        configuration = next;
        own = ownRecords(next);
        auditor = next.enabled() ? new Auditor(next, ids, trail) : null;
    }

    ExchangeIds ids() {
        return ids;
    }

    Configuration configuration() {
        return configuration;
    }

    /** What rows of the schema log-analytics say that no record does. */
    LogAnalyticsEncoder.Site site() {
        Configuration now = configuration;
        return new LogAnalyticsEncoder.Site(now.tenantId(), now.service().equals("dicom"));
    }

    @Nullable
    Auditor auditor() {
        return auditor;
    }

    AuditRecord start(List<String> hooks) {
        return own.start(configuration.hash(), hooks);
    }

    AuditRecord stop(List<String> hooks) {
        return own.stop(configuration.hash(), hooks);
    }

    AuditRecord reload(List<String> hooks) {
        return own.reload(configuration.hash(), hooks);
    }

    AuditRecord disabled() {
        return own.disabled(configuration.hash());
    }

    @Override
    public AuditRecord gap(Category category, long missing, long refused, String reason) {
        return own.gap(category, missing, refused, reason);
    }

    @Override
    public AuditRecord pruned(String file, long bytes, long records) {
        return own.pruned(file, bytes, records);
    }

    @Override
    public AuditRecord checkpoint(Sealed sealed) {
        return own.checkpoint(sealed);
    }

    private CaretrailRecords ownRecords(Configuration of) {
        return new CaretrailRecords(
                new CaretrailRecords.Origin(of.resourceId(), of.location(), of.type()),
                new CaretrailRecords.Program(
                        Version.current(),
                        of.location(),
                        ProcessHandle.current().pid()),
                ids::next,
                InstantSource.system());
    }
}
