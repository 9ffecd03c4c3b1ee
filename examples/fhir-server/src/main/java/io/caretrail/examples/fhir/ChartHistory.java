package io.caretrail.examples.fhir;

import ca.uhn.fhir.model.api.ResourceMetadataKeyEnum;
import ca.uhn.fhir.model.valueset.BundleEntryTransactionMethodEnum;
import ca.uhn.fhir.rest.api.server.IBundleProvider;
import ca.uhn.fhir.rest.server.SimpleBundleProvider;
import io.caretrail.examples.fhir.Chart.Version;
import java.util.Date;
import java.util.List;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.InstantType;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.ResourceFactory;

/** Versions of the chart as HAPI lists them in a history bundle. */
final class ChartHistory {

    private ChartHistory() {}

    static IBundleProvider of(List<Version> versions) {
        return new SimpleBundleProvider(
                versions.stream().map(ChartHistory::entry).toList());
    }

    private static IBaseResource entry(Version version) {
        Resource content = version.content();
        Resource entry;
        if (content == null) {
            entry = ResourceFactory.createResource(version.id().getResourceType());
            entry.setId(version.id());
            ResourceMetadataKeyEnum.DELETED_AT.put(entry, new InstantType(Date.from(version.time())));
        } else {
            entry = content.copy();
        }
        ResourceMetadataKeyEnum.ENTRY_TRANSACTION_METHOD.put(
                entry,
                switch (version.change()) {
                    case CREATED -> BundleEntryTransactionMethodEnum.POST;
                    case UPDATED -> BundleEntryTransactionMethodEnum.PUT;
                    case DELETED -> BundleEntryTransactionMethodEnum.DELETE;
                });
        return entry;
    }
}
