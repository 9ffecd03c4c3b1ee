package io.caretrail.core.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class RawEncoderConcurrencyTest {

    private static final int THREADS = 16;
    private static final int ROUNDS = 500;

    @Test
    void many_threads_encode_at_once_and_each_record_is_whole() throws Exception {
        RawEncoder encoder = new RawEncoder();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        CyclicBarrier together = new CyclicBarrier(THREADS);
        try {
            List<Future<List<String>>> wrong = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                int thread = i;
                wrong.add(threads.submit(() -> {
                    together.await();
                    return wrongRecords(encoder, thread);
                }));
            }
            for (Future<List<String>> future : wrong) {
                assertEquals(List.of(), future.get());
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static List<String> wrongRecords(RawEncoder encoder, int thread) {
        AuditRecord small = SampleRecords.startedWith("u" + thread, Map.of(), Map.of("thread", thread));
        AuditRecord cut = SampleRecords.startedWith((thread + "ü").repeat(20_000), Map.of(), Map.of("thread", thread));
        String expectedSmall = Line.encoded(small);
        String expectedCut = Line.encoded(cut);
        List<String> wrong = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            boolean even = round % 2 == 0;
            String line = new String(encoder.encode(even ? small : cut), StandardCharsets.UTF_8);
            if (!line.equals(even ? expectedSmall : expectedCut)) {
                wrong.add(line);
            }
        }
        return wrong;
    }

    @Test
    void buffers_are_used_again_and_never_twice_at_once() {
        BufferPool pool = new BufferPool();
        RecordWriter first = pool.take();
        RecordWriter second = pool.take();
        assertNotSame(first, second);
        first.close();
        first.close();
        assertSame(first, pool.take());
        assertNotSame(first, pool.take());
    }
}
