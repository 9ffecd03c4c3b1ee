package io.caretrail.core.http.format;

import io.caretrail.core.http.format.Verdict.Fate;
import io.caretrail.core.http.format.Verdict.State;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Requests and answers of the HTTP Event Collector, its acknowledgements included. */
final class SplunkWire implements Wire {

    private static final String EVENTS = "/services/collector/event";
    private static final Duration FIRST_QUESTION = Duration.ofMillis(250);
    private static final Duration LAST_QUESTION = Duration.ofSeconds(5);

    private final @Nullable String index;
    private final String source;
    private final String sourcetype;
    private final @Nullable String channel;
    private final Duration patience;

    /** @param channel null for no acknowledgements */
    SplunkWire(@Nullable String index, String source, String sourcetype, @Nullable String channel, Duration patience) {
        this.index = index;
        this.source = source;
        this.sourcetype = sourcetype;
        this.channel = channel;
        this.patience = patience;
    }

    @Override
    public WireRequest write(List<ByteBuffer> records) {
        Body body = new Body();
        for (ByteBuffer each : records) {
            event(body, SentRecord.of(each));
        }
        return events(body.toBytes());
    }

    private WireRequest events(byte[] body) {
        WireRequest request = WireRequest.post(EVENTS, "application/json", body);
        return channel == null ? request : request.with("X-Splunk-Request-Channel", channel);
    }

    private void event(Body body, SentRecord record) {
        body.add("{");
        Instant time = record.time();
        if (time != null) {
            body.add(String.format(Locale.ROOT, "\"time\":%d.%06d,", time.getEpochSecond(), time.getNano() / 1000));
        }
        String host = record.text("location");
        if (host != null) {
            body.add("\"host\":" + Json.quoted(host) + ",");
        }
        if (index != null) {
            body.add("\"index\":" + Json.quoted(index) + ",");
        }
        body.add("\"source\":" + Json.quoted(source) + ",\"sourcetype\":" + Json.quoted(sourcetype));
        body.add(",\"fields\":{\"recordId\":" + Json.quoted(record.id()) + "},\"event\":");
        body.add(record.json()).add("}\n");
    }

    @Override
    public Verdict read(WireAnswer answer, List<ByteBuffer> records) {
        Map<String, Object> said = Json.topFields(answer.body());
        long code = said.get("code") instanceof Long number ? number : -1;
        if (answer.isSuccess()) {
            return code == 0 ? success(said) : later(answer, code, "as no Splunk does; check `url`");
        }
        return switch ((int) code) {
            case 6, 12, 13, 15 -> poison(answer, said, code, records.size());
            case 7 -> later(answer, code, "the token may not write to that index; correct splunk.index");
            case 10, 11 -> later(answer, code, "the token has indexer acknowledgement; write splunk.ack: true");
            case 14 -> later(answer, code, "the token has no indexer acknowledgement; write splunk.ack: false");
            default -> Answers.byStatus(answer);
        };
    }

    private Verdict success(Map<String, Object> said) {
        if (channel == null) {
            return new Verdict.Kept();
        }
        return said.get("ackId") instanceof Long id
                ? ask(id, FIRST_QUESTION, System.nanoTime())
                : new Verdict.Later(
                        "answered without ackId: the token has no indexer acknowledgement; switch it on there, or write"
                                + " splunk.ack: false",
                        null);
    }

    /** One event is at fault and Splunk says which; what was before it may be indexed, and comes again with its recordId. */
    private static Verdict poison(WireAnswer answer, Map<String, Object> said, long code, int records) {
        boolean known = said.get("invalid-event-number") instanceof Long number && number >= 0 && number < records;
        if (!known || records == 1) {
            return Answers.byStatus(answer);
        }
        int place = ((Long) said.getOrDefault("invalid-event-number", 0L)).intValue();
        List<Fate> fates = new ArrayList<>();
        for (int i = 0; i < records; i++) {
            fates.add(
                    i == place
                            ? new Fate(
                                    State.REJECTED,
                                    "answered " + answer.status() + " (code " + code + "): it refuses the event",
                                    answer.text())
                            : new Fate(State.AGAIN, ""));
        }
        return new Verdict.Each(fates, null);
    }

    private static Verdict later(WireAnswer answer, long code, String remedy) {
        String said = code < 0 ? "" : " (code " + code + ")";
        return new Verdict.Later("answered " + answer.status() + said + ": " + remedy, null);
    }

    private Verdict ask(long id, Duration pause, long since) {
        byte[] body = ("{\"acks\":[" + id + "]}").getBytes(StandardCharsets.UTF_8);
        WireRequest question = WireRequest.post("/services/collector/ack?channel=" + channel, "application/json", body);
        return new Verdict.Ask(question, pause, answer -> acknowledged(answer, id, pause, since));
    }

    private Verdict acknowledged(WireAnswer answer, long id, Duration pause, long since) {
        if (!answer.isSuccess()) {
            Verdict trouble = Answers.byStatus(answer);
            return trouble instanceof Verdict.Refused
                    ? later(answer, -1, "it does not know the channel or the acknowledgement; this goes on by itself")
                    : trouble;
        }
        if (isTrue(answer, id)) {
            return new Verdict.Kept();
        }
        if (System.nanoTime() - since > patience.toNanos()) {
            return new Verdict.Later(
                    "did not index a batch within " + patience.toSeconds() + " s; look at its indexers, or raise"
                            + " splunk.ackTimeout",
                    null);
        }
        Duration next = pause.multipliedBy(2);
        return ask(id, next.compareTo(LAST_QUESTION) > 0 ? LAST_QUESTION : next, since);
    }

    /** {@code {"acks":{"7":true}}}. */
    private static boolean isTrue(WireAnswer answer, long id) {
        try (JsonParser parser = Json.parser(answer.body())) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.VALUE_TRUE && Long.toString(id).equals(parser.currentName())) {
                    return true;
                }
            }
            return false;
        } catch (JacksonException broken) {
            return false;
        }
    }

    /** Without an event: a good token gets code 5, no data. */
    @Override
    public WireRequest probe() {
        return events(new byte[0]);
    }

    @Override
    public @Nullable String readProbe(WireAnswer answer) {
        Map<String, Object> said = Json.topFields(answer.body());
        if (Long.valueOf(5).equals(said.get("code"))) {
            return null;
        }
        return read(answer, List.of()) instanceof Verdict.Later later
                ? later.reason()
                : Answers.remedy(answer, "as no Splunk does; check `url`");
    }
}
