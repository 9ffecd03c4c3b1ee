package io.caretrail.examples.fhir;

import ca.uhn.fhir.rest.annotation.ConditionalUrlParam;
import ca.uhn.fhir.rest.annotation.Create;
import ca.uhn.fhir.rest.annotation.Delete;
import ca.uhn.fhir.rest.annotation.History;
import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.OptionalParam;
import ca.uhn.fhir.rest.annotation.RawParam;
import ca.uhn.fhir.rest.annotation.Read;
import ca.uhn.fhir.rest.annotation.ResourceParam;
import ca.uhn.fhir.rest.annotation.Search;
import ca.uhn.fhir.rest.annotation.Update;
import ca.uhn.fhir.rest.api.MethodOutcome;
import ca.uhn.fhir.rest.api.server.IBundleProvider;
import ca.uhn.fhir.rest.param.TokenParam;
import ca.uhn.fhir.rest.server.IResourceProvider;
import io.caretrail.examples.fhir.Chart.Change;
import io.caretrail.examples.fhir.Chart.Version;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/** The interactions of one resource type (FHIR R4, section 3.1.0), kept in the chart. Public because HAPI calls it. */
public class ChartProvider<T extends Resource> implements IResourceProvider {

    private final Class<T> type;
    final Chart chart;

    ChartProvider(Class<T> type, Chart chart) {
        this.type = type;
        this.chart = chart;
    }

    @Override
    public Class<T> getResourceType() {
        return type;
    }

    /** Creates; with If-None-Exist only where nothing matches yet. */
    @Create
    public MethodOutcome create(@ResourceParam T resource, @ConditionalUrlParam @Nullable String condition) {
        return chart.atomically(() -> {
            Resource existing = condition == null ? null : chart.match(typeName(), condition);
            if (existing != null) {
                return new MethodOutcome(existing.getIdElement(), false).setResource(existing);
            }
            Version version = chart.write(chart.newId(typeName()), resource);
            return new MethodOutcome(version.id(), true).setResource(chart.read(version.id()));
        });
    }

    @Read(version = true)
    public T read(@IdParam IdType id) {
        return type.cast(chart.read(id));
    }

    /** Updates, or creates under the id the client chose; the id's version is the If-Match header's. */
    @Update
    public MethodOutcome update(@IdParam IdType id, @ResourceParam T resource) {
        Version version = chart.write(id, resource);
        return new MethodOutcome(version.id(), version.change() == Change.CREATED)
                .setResource(chart.read(version.id()));
    }

    @Delete
    public MethodOutcome delete(@IdParam IdType id) {
        return new MethodOutcome(chart.delete(id).id());
    }

    /** Searches by the parameters of {@link Criteria}. */
    @Search(allowUnknownParams = true)
    public List<T> search(
            @OptionalParam(name = "_id") @Nullable TokenParam id, @RawParam @Nullable Map<String, List<String>> raw) {
        Map<String, List<String>> parameters = new HashMap<>(raw == null ? Map.of() : raw);
        if (id != null) {
            parameters.put("_id", List.of(id.getValue()));
        }
        return chart.search(typeName(), new Criteria(parameters)).stream()
                .map(type::cast)
                .toList();
    }

    @History
    public IBundleProvider history(@IdParam IdType id) {
        return ChartHistory.of(chart.history(id));
    }

    @History
    public IBundleProvider historyOfType() {
        return ChartHistory.of(chart.history((IdType id) -> id.getResourceType().equals(typeName())));
    }

    private String typeName() {
        return type.getSimpleName();
    }
}
