package io.caretrail.core.record;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import net.logstash.logback.composite.AbstractJsonProvider;
import net.logstash.logback.composite.ObjectMapperAware;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.ObjectMapper;

/** Writes the fields of a record in their order; contract, Records. Thread-safe once started. */
final class RecordProvider extends AbstractJsonProvider<RecordEvent> implements ObjectMapperAware {

    private @Nullable ObjectMapper mapper;

    @Override
    public void setObjectMapper(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    ObjectMapper mapper() {
        return Objects.requireNonNull(mapper, "not started");
    }

    @Override
    public void writeTo(JsonGenerator generator, RecordEvent event) {
        if (event.record() instanceof AuditRecord audit) {
            write(generator, event, audit);
        } else if (event.record() instanceof DiagnosticRecord diagnostic) {
            write(generator, event, diagnostic);
        }
    }

    private static void write(JsonGenerator generator, RecordEvent event, AuditRecord record) {
        generator.writeStringProperty("time", MicrosecondTime.format(record.time()));
        text(generator, event, "recordId", record.recordId());
        text(generator, event, "resourceId", record.resourceId());
        text(generator, event, "operationName", record.operationName());
        text(generator, event, "operationVersion", record.operationVersion());
        generator.writeStringProperty("category", record.category().name());
        generator.writeStringProperty("resultType", record.resultType().name());
        generator.writeNumberProperty("resultSignature", record.resultSignature());
        text(generator, event, "resultDescription", record.resultDescription());
        generator.writeNumberProperty("durationMs", record.durationMs());
        text(generator, event, "callerIpAddress", record.callerIpAddress());
        text(generator, event, "correlationId", record.correlationId());
        identity(generator, event, record.identity());
        generator.writeStringProperty("level", record.level().name());
        text(generator, event, "location", record.location());
        text(generator, event, "type", record.type());
        text(generator, event, "uri", record.uri());
        properties(generator, event, record.properties());
    }

    private static void write(JsonGenerator generator, RecordEvent event, DiagnosticRecord record) {
        generator.writeStringProperty("time", MicrosecondTime.format(record.time()));
        text(generator, event, "recordId", record.recordId());
        text(generator, event, "resourceId", record.resourceId());
        text(generator, event, "operationName", record.operationName());
        generator.writeStringProperty("category", record.category().name());
        text(generator, event, "resultDescription", record.resultDescription());
        text(generator, event, "correlationId", record.correlationId());
        identity(generator, event, record.identity());
        generator.writeStringProperty("level", record.level().name());
        text(generator, event, "location", record.location());
        text(generator, event, "uri", record.uri());
        properties(generator, event, record.properties());
    }

    private static void identity(JsonGenerator generator, RecordEvent event, Identity identity) {
        generator.writeObjectPropertyStart("identity");
        if (!identity.claims().isEmpty()) {
            generator.writeObjectPropertyStart("claims");
            entries(generator, event, identity.claims());
            generator.writeEndObject();
        }
        text(generator, event, "user", identity.user());
        text(generator, event, "authMethod", identity.authMethod());
        flag(generator, "authenticated", identity.authenticated());
        flag(generator, "claimsVerified", identity.claimsVerified());
        generator.writeEndObject();
    }

    private static void properties(JsonGenerator generator, RecordEvent event, Map<String, Object> properties) {
        Object truncated = properties.get(Shortening.TRUNCATED);
        if (truncated != null && !(truncated instanceof List)) {
            event.reject();
        }
        generator.writeObjectPropertyStart("properties");
        entries(generator, event, properties);
        generator.writeEndObject();
    }

    private static void entries(JsonGenerator generator, RecordEvent event, Map<String, Object> entries) {
        for (Map.Entry<String, Object> entry : entries.entrySet()) {
            Object value = entry.getValue();
            String name = entry.getKey();
            if (!event.fits()) {
                return;
            }
            if (value == null) {
                continue;
            }
            // Two names that only differ in what has to be repaired would become one.
            if (name.length() > RecordEncoder.LIMIT || !EscapedText.isWellFormed(name)) {
                event.reject();
                return;
            }
            generator.writeName(name);
            value(generator, event, value);
        }
    }

    private static void value(JsonGenerator generator, RecordEvent event, Object value) {
        if (value instanceof String text) {
            generator.writeString(fitting(event, text));
        } else if (value instanceof Integer || value instanceof Long) {
            generator.writeNumber(((Number) value).longValue());
        } else if (value instanceof Boolean flag) {
            generator.writeBoolean(flag);
        } else if (value instanceof List<?> list) {
            generator.writeStartArray();
            for (Object element : list) {
                if (!event.fits()) {
                    break;
                }
                if (element != null) {
                    generator.writeString(fitting(event, element.toString()));
                }
            }
            generator.writeEndArray();
        } else {
            generator.writeString(fitting(event, value.toString()));
        }
    }

    private static void text(JsonGenerator generator, RecordEvent event, String name, @Nullable String value) {
        if (value != null) {
            generator.writeStringProperty(name, fitting(event, value));
        }
    }

    private static void flag(JsonGenerator generator, String name, @Nullable Boolean value) {
        if (value != null) {
            generator.writeBooleanProperty(name, value);
        }
    }

    /** Jackson combines a high surrogate with whatever follows it, a quote included: text is made well-formed before. */
    private static String fitting(RecordEvent event, String text) {
        if (text.length() > RecordEncoder.LIMIT) {
            event.reject();
            return "";
        }
        return EscapedText.wellFormed(text);
    }
}
