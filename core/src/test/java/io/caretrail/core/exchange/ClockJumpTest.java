package io.caretrail.core.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caretrail.core.caller.ExchangeIds;
import io.caretrail.core.config.ConfigurationLoader;
import io.caretrail.core.config.Surroundings;
import io.caretrail.core.destination.DestinationKinds;
import io.caretrail.core.door.Response;
import io.caretrail.core.door.SentRequest;
import io.caretrail.core.record.AuditRecord;
import io.caretrail.core.record.RecordSource;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Fault 13: somebody sets the clock while requests are open and between them. */
class ClockJumpTest {

    private Instant now = Instant.parse("2026-11-20T12:00:00Z");

    @ParameterizedTest
    @ValueSource(strings = {"PT-1S", "PT-1H", "P-9000D", "PT1H", "P9000D"})
    void order_and_ids_go_on_and_no_exchange_ends_before_it_began(Duration jump) throws Exception {
        List<AuditRecord> trail = new ArrayList<>();
        Surroundings nowhere = new Surroundings(Map.of(), Map.of(), Path.of("/"), "host", null);
        Auditor auditor = new Auditor(
                new ConfigurationLoader(DestinationKinds.available())
                        .loadProperties(nowhere, Map.of("settings[0].destinations.stdout", ""), "test")
                        .configuration(),
                new ExchangeIds(),
                new Keeper() {
                    @Override
                    public long begin(RecordSource started, boolean exempt) {
                        trail.add(AuditRecord.of(started));
                        return 0;
                    }

                    @Override
                    public void end(RecordSource last, long room) {
                        trail.add(AuditRecord.of(last));
                    }
                },
                () -> now);
        for (int i = 0; i < 10; i++) {
            Exchange exchange = auditor.begin(SentRequest.from("192.0.2.7"));
            now = now.plus(jump);
            exchange.complete(new Answer());
        }
        assertEquals(20, trail.size());
        List<String> ids = trail.stream().map(AuditRecord::recordId).toList();
        assertEquals(ids.stream().sorted().toList(), ids);
        for (int i = 0; i < trail.size(); i += 2) {
            AuditRecord started = trail.get(i);
            AuditRecord last = trail.get(i + 1);
            assertTrue(!last.time().isBefore(started.time()), last::toString);
            assertTrue(Duration.between(started.time(), last.time()).compareTo(Duration.ofMinutes(1)) < 0);
            assertTrue(last.durationMs() >= 0 && last.durationMs() < 60_000, last::toString);
        }
    }

    private record Answer() implements Response {
        @Override
        public int status() {
            return 200;
        }

        @Override
        public long requestBytes() {
            return -1;
        }

        @Override
        public long responseBytes() {
            return -1;
        }

        @Override
        public String location() {
            return null;
        }
    }
}
