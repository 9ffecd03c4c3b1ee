package io.caretrail.core.record;

import ch.qos.logback.core.spi.DeferredProcessingAware;

/** Carries one record through logstash-logback-encoder, and back whether it can stay as it is. For one thread. */
final class RecordEvent implements DeferredProcessingAware {

    private final TrailRecord record;
    private final RecordBuffer buffer;
    private boolean rejected;

    RecordEvent(TrailRecord record, RecordBuffer buffer) {
        this.record = record;
        this.buffer = buffer;
    }

    TrailRecord record() {
        return record;
    }

    /** Says that the record has to be shortened or repaired before it can be written. */
    void reject() {
        rejected = true;
    }

    boolean fits() {
        return !rejected && !buffer.overflowed();
    }

    /** A record is immutable: nothing has to be fetched before it changes threads. */
    @Override
    public void prepareForDeferredProcessing() {}
}
