package io.caretrail.core.record;

import ch.qos.logback.core.Context;
import ch.qos.logback.core.ContextBase;
import ch.qos.logback.core.status.Status;
import java.util.stream.Collectors;
import net.logstash.logback.composite.AbstractCompositeJsonFormatter;
import net.logstash.logback.decorate.TokenStreamFactoryBuilderDecorator;
import net.logstash.logback.encoder.CompositeJsonEncoder;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonFactoryBuilder;
import tools.jackson.core.util.JsonRecyclerPools;

/**
 * logstash-logback-encoder set up for records: one provider that writes the whole record, no module discovery, no line
 * end. Thread-safe once started.
 *
 * <p>Only {@link #encode(Object, java.io.OutputStream)} is for use: the form that returns bytes keeps a buffer per thread
 * and turns an IOException into no bytes and a status message.
 */
final class RecordJsonEncoder extends CompositeJsonEncoder<RecordEvent> {

    private RecordJsonEncoder() {}

    /** Sets the encoder up in a context of its own; IllegalStateException with what the library found wrong. */
    static RecordJsonEncoder started() {
        Context context = new ContextBase();
        context.setName("caretrail-records");
        RecordJsonEncoder encoder = new RecordJsonEncoder();
        encoder.setContext(context);
        encoder.setFindAndRegisterJacksonModules(false);
        encoder.setLineSeparator("");
        encoder.addDecorator((JsonFactoryDecorator) builder -> builder.characterEscapes(new LineSafeEscapes())
                .recyclerPool(JsonRecyclerPools.newBoundedPool(BufferPool.PLACES)));
        encoder.start();
        refuseProblems(context);
        return encoder;
    }

    @Override
    protected AbstractCompositeJsonFormatter<RecordEvent> createFormatter() {
        return new RecordFormatter(this);
    }

    /** The library reports to its status list, which nobody reads here. */
    private static void refuseProblems(Context context) {
        String problems = context.getStatusManager().getCopyOfStatusList().stream()
                .filter(status -> status.getEffectiveLevel() >= Status.WARN)
                .map(Status::toString)
                .collect(Collectors.joining("; "));
        if (!problems.isEmpty()) {
            throw new IllegalStateException("the record encoder did not start: " + problems
                    + "; check that logstash-logback-encoder and Jackson are of the versions Caretrail was built with");
        }
    }

    private interface JsonFactoryDecorator
            extends TokenStreamFactoryBuilderDecorator<JsonFactory, JsonFactoryBuilder> {}
}
