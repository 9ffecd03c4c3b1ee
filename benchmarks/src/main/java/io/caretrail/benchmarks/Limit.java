package io.caretrail.benchmarks;

import io.caretrail.core.record.AuditRecord;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The least that records in a file can cost a thread, to measure beside: the texts of a finished record put together by a
 * plain loop, copied, and written to the file in batches. Nothing is recognised, masked or kept before the batch is
 * written. For one thread.
 */
final class Limit implements Closeable {

    private static final int BATCH = 64;

    private final String[] namesAndValues;
    private final byte[] line = new byte[16 * 1024];
    private final ByteBuffer batch = ByteBuffer.allocateDirect(BATCH * line.length);
    private final FileChannel file;
    private int waiting;

    Limit(AuditRecord record, Path path) throws IOException {
        namesAndValues = new String[] {
            "time", record.time().toString(),
            "recordId", record.recordId(),
            "resourceId", record.resourceId(),
            "operationName", record.operationName(),
            "category", record.category().name(),
            "resultType", record.resultType().name(),
            "resultSignature", "0",
            "durationMs", "0",
            "callerIpAddress", record.callerIpAddress(),
            "correlationId", record.correlationId(),
            "identity", "{}",
            "level", record.level().name(),
            "location", record.location(),
            "type", record.type(),
            "uri", record.uri(),
            "properties", "",
            "fhirResourceType", "Patient",
            "fhirResourceId", "1",
            "method", "GET",
            "host", "fhir.example.org",
            "userAgent", "clinic/1.0",
        };
        file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    void record() {
        int length = 0;
        line[length++] = '{';
        for (int i = 0; i < namesAndValues.length; i += 2) {
            length = quoted(namesAndValues[i], length);
            line[length++] = ':';
            length = quoted(namesAndValues[i + 1], length);
            line[length++] = ',';
        }
        line[length - 1] = '}';
        line[length++] = '\n';
        batch.put(line, 0, length);
        if (++waiting == BATCH) {
            write();
        }
    }

    private int quoted(String text, int from) {
        int at = from;
        line[at++] = '"';
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                line[at++] = '\\';
            }
            line[at++] = (byte) c;
        }
        line[at++] = '"';
        return at;
    }

    private void write() {
        try {
            file.write(batch.flip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        batch.clear();
        waiting = 0;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
