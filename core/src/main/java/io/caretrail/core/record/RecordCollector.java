package io.caretrail.core.record;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes a record of what is told. For one record and one thread. */
final class RecordCollector implements RecordFields {

    private final Map<Text, String> texts = new EnumMap<>(Text.class);
    private final Map<String, Object> properties = new LinkedHashMap<>();
    private @Nullable Instant time;
    private @Nullable Category category;
    private @Nullable ResultType resultType;
    private int resultSignature;
    private long durationMs;
    private @Nullable Identity identity;
    private @Nullable Level level;

    /** The record; NullPointerException when a field is missing that every record has. */
    AuditRecord record() {
        return new AuditRecord(
                requireNonNull(time),
                requireNonNull(texts.get(Text.RECORD_ID)),
                requireNonNull(texts.get(Text.RESOURCE_ID)),
                requireNonNull(texts.get(Text.OPERATION_NAME)),
                texts.get(Text.OPERATION_VERSION),
                requireNonNull(category),
                requireNonNull(resultType),
                resultSignature,
                texts.get(Text.RESULT_DESCRIPTION),
                durationMs,
                texts.get(Text.CALLER_IP_ADDRESS),
                texts.get(Text.CORRELATION_ID),
                requireNonNull(identity),
                requireNonNull(level),
                requireNonNull(texts.get(Text.LOCATION)),
                requireNonNull(texts.get(Text.TYPE)),
                texts.get(Text.URI),
                properties);
    }

    @Override
    public void time(long epochSecond, int nano) {
        time = Instant.ofEpochSecond(epochSecond, nano);
    }

    @Override
    public void text(Text field, @Nullable String value) {
        if (value != null) {
            texts.put(field, value);
        }
    }

    @Override
    public void text(Text field, FixedText value) {
        texts.put(field, value.toString());
    }

    @Override
    public void text(Text field, FixedText start, String rest) {
        texts.put(field, start + rest);
    }

    @Override
    public void id(Text field, FixedText before, long high, long low, int digits, String after) {
        HexFormat hex = HexFormat.of();
        String all = hex.toHexDigits(high) + hex.toHexDigits(low);
        texts.put(field, before + all.substring(all.length() - digits) + after);
    }

    @Override
    public void category(Category told) {
        category = told;
    }

    @Override
    public void result(ResultType type, int signature) {
        resultType = type;
        resultSignature = signature;
    }

    @Override
    public void durationMs(long millis) {
        durationMs = millis;
    }

    @Override
    public void identity(Identity told) {
        identity = told;
    }

    @Override
    public void level(Level told) {
        level = told;
    }

    @Override
    public void property(FixedText name, @Nullable String value) {
        if (value != null) {
            properties.put(name.toString(), value);
        }
    }

    @Override
    public void property(FixedText name, FixedText value) {
        properties.put(name.toString(), value.toString());
    }

    @Override
    public void property(FixedText name, long value) {
        properties.put(name.toString(), value);
    }

    @Override
    public void properties(Map<String, ?> told) {
        properties.putAll(told);
    }
}
