package io.caretrail.core.record;

import tools.jackson.databind.json.JsonMapper;

/**
 * What reads whole records, and writes those that {@link RecordWriter} leaves: five hundred classes, which a server's start is
 * better without. Thread-safe.
 */
final class RecordLibrary {

    static final JsonMapper MAPPER = JsonMapper.builder().build();
    static final RecordJsonEncoder ENCODER = RecordJsonEncoder.started();

    private RecordLibrary() {}
}
