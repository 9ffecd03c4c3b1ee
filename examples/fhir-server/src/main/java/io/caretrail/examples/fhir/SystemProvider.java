package io.caretrail.examples.fhir;

import ca.uhn.fhir.rest.annotation.History;
import ca.uhn.fhir.rest.annotation.Transaction;
import ca.uhn.fhir.rest.annotation.TransactionParam;
import ca.uhn.fhir.rest.api.server.IBundleProvider;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleType;

/** The interactions of the whole system: history, batch and transaction. */
public final class SystemProvider {

    private final Chart chart;

    SystemProvider(Chart chart) {
        this.chart = chart;
    }

    @History
    public IBundleProvider history() {
        return ChartHistory.of(chart.history(id -> true));
    }

    /** A batch, entry by entry, or a transaction, all or nothing (FHIR R4, section 3.1.0.11). */
    @Transaction
    public Bundle process(@TransactionParam Bundle bundle) {
        BundleType type = bundle.getType();
        if (type == BundleType.BATCH) {
            return new BundleProcessor(chart).batch(bundle);
        }
        if (type == BundleType.TRANSACTION) {
            return chart.atomically(() -> new BundleProcessor(chart).transaction(bundle));
        }
        throw new InvalidRequestException(
                "Bundle.type is %s; use batch or transaction".formatted(type == null ? "missing" : type.toCode()));
    }
}
