package io.caretrail.core.record;

import ch.qos.logback.core.spi.ContextAware;
import java.io.IOException;
import java.io.OutputStream;
import net.logstash.logback.composite.AbstractCompositeJsonFormatter;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;

/**
 * Opens a generator per record. The library keeps one per thread instead, with 16 KB of buffers as long as the thread
 * lives; Jackson's bounded pool gives the same buffers to whichever thread encodes. Thread-safe once started.
 */
final class RecordFormatter extends AbstractCompositeJsonFormatter<RecordEvent> {

    private final RecordProvider provider = new RecordProvider();

    RecordFormatter(ContextAware origin) {
        super(origin);
        getProviders().addProvider(provider);
    }

    @Override
    public void writeEvent(RecordEvent event, OutputStream output) throws IOException {
        try (JsonGenerator generator = provider.mapper().createGenerator(output, JsonEncoding.UTF8)) {
            writeEventToGenerator(generator, event);
        }
    }
}
