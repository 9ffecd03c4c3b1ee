package io.caretrail.core.record;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes records as nearly all are straight into their bytes: the same bytes as {@link RecordProvider}, which writes the
 * others, with texts that have to be repaired, shortened or escaped beyond a backslash. Allocates nothing. For one thread
 * at a time.
 */
final class RecordWriter implements RecordFields, EncodedRecord {

    private static final byte[] TIME = json("{\"time\":\"");
    private static final byte[] RECORD_ID = json(",\"recordId\":\"");
    private static final byte[] RESOURCE_ID = json(",\"resourceId\":\"");
    private static final byte[] OPERATION_NAME = json(",\"operationName\":\"");
    private static final byte[] OPERATION_VERSION = json(",\"operationVersion\":\"");
    private static final Map<Category, byte[]> CATEGORIES = each(Category.class, ",\"category\":\"", "\"");
    private static final Map<ResultType, byte[]> RESULTS =
            each(ResultType.class, ",\"resultType\":\"", "\",\"resultSignature\":");
    private static final byte[] RESULT_DESCRIPTION = json(",\"resultDescription\":\"");
    private static final byte[] DURATION = json(",\"durationMs\":");
    private static final byte[] CALLER_IP_ADDRESS = json(",\"callerIpAddress\":\"");
    private static final byte[] CORRELATION_ID = json(",\"correlationId\":\"");
    private static final byte[] IDENTITY = json(",\"identity\":{");
    private static final byte[] CLAIMS = json("\"claims\":{");
    private static final byte[] USER = json("\"user\":\"");
    private static final byte[] AUTH_METHOD = json("\"authMethod\":\"");
    private static final byte[] AUTHENTICATED = json("\"authenticated\":");
    private static final byte[] CLAIMS_VERIFIED = json("\"claimsVerified\":");
    private static final Map<Level, byte[]> LEVELS = each(Level.class, ",\"level\":\"", "\"");
    private static final byte[] LOCATION = json(",\"location\":\"");
    private static final byte[] TYPE = json(",\"type\":\"");
    private static final byte[] URI = json(",\"uri\":\"");
    private static final byte[] PROPERTIES = json(",\"properties\":{");

    private final BufferPool pool;
    private final RecordBuffer buffer = new RecordBuffer();
    private final Members members = new Members(buffer);
    private final MicrosecondTime time = new MicrosecondTime();
    private boolean inProperties;
    private boolean lent;

    RecordWriter(BufferPool pool) {
        this.pool = pool;
    }

    /** Begins a record; to be closed when its line is no more wanted. */
    RecordWriter lend() {
        buffer.clear();
        inProperties = false;
        lent = true;
        return this;
    }

    @Override
    public void close() {
        if (lent) {
            lent = false;
            pool.give(this);
        }
    }

    /** Ends the record. False when it is one for the library; what the buffer holds is of no use then. */
    boolean finish() {
        beginProperties();
        buffer.write('}');
        buffer.write('}');
        return buffer.isWhole();
    }

    RecordBuffer buffer() {
        return buffer;
    }

    @Override
    public byte[] bytes() {
        return buffer.bytes();
    }

    @Override
    public int length() {
        return buffer.length();
    }

    @Override
    public void time(long epochSecond, int nano) {
        buffer.put(TIME);
        time.put(epochSecond, nano, buffer);
        buffer.write('"');
    }

    @Override
    public void text(Text field, @Nullable String value) {
        if (value != null) {
            text(beginning(field), value);
        }
    }

    @Override
    public void text(Text field, FixedText value) {
        buffer.put(beginning(field));
        buffer.text(value);
        buffer.write('"');
    }

    @Override
    public void text(Text field, FixedText start, String rest) {
        buffer.put(beginning(field));
        buffer.text(start);
        buffer.text(rest);
        buffer.write('"');
    }

    @Override
    public void id(Text field, FixedText before, long high, long low, int digits, String after) {
        buffer.put(beginning(field));
        buffer.text(before);
        buffer.hex(high, low, digits);
        buffer.text(after);
        buffer.write('"');
    }

    private static byte[] beginning(Text field) {
        return switch (field) {
            case RECORD_ID -> RECORD_ID;
            case RESOURCE_ID -> RESOURCE_ID;
            case OPERATION_NAME -> OPERATION_NAME;
            case OPERATION_VERSION -> OPERATION_VERSION;
            case RESULT_DESCRIPTION -> RESULT_DESCRIPTION;
            case CALLER_IP_ADDRESS -> CALLER_IP_ADDRESS;
            case CORRELATION_ID -> CORRELATION_ID;
            case LOCATION -> LOCATION;
            case TYPE -> TYPE;
            case URI -> URI;
        };
    }

    @Override
    public void category(Category category) {
        buffer.put(requireNonNull(CATEGORIES.get(category)));
    }

    @Override
    public void result(ResultType type, int signature) {
        buffer.put(requireNonNull(RESULTS.get(type)));
        buffer.number(signature);
    }

    @Override
    public void durationMs(long millis) {
        buffer.put(DURATION);
        buffer.number(millis);
    }

    @Override
    public void level(Level level) {
        buffer.put(requireNonNull(LEVELS.get(level)));
    }

    @Override
    public void property(FixedText name, @Nullable String value) {
        if (value != null) {
            beginProperties();
            members.put(name, value);
        }
    }

    @Override
    public void property(FixedText name, FixedText value) {
        beginProperties();
        members.put(name, value);
    }

    @Override
    public void property(FixedText name, long value) {
        beginProperties();
        members.put(name, value);
    }

    @Override
    public void properties(Map<String, ?> properties) {
        beginProperties();
        members.putAll(properties);
    }

    private void beginProperties() {
        if (!inProperties) {
            inProperties = true;
            buffer.put(PROPERTIES);
            members.begin();
        }
    }

    @Override
    public void identity(Identity identity) {
        buffer.put(IDENTITY);
        int start = buffer.length();
        if (!identity.claims().isEmpty()) {
            buffer.put(CLAIMS);
            members.begin();
            members.putAll(identity.claims());
            buffer.write('}');
        }
        member(start, USER, identity.user());
        member(start, AUTH_METHOD, identity.authMethod());
        flag(start, AUTHENTICATED, identity.authenticated());
        flag(start, CLAIMS_VERIFIED, identity.claimsVerified());
        buffer.write('}');
    }

    private void member(int start, byte[] name, @Nullable String value) {
        if (value != null) {
            comma(start);
            text(name, value);
        }
    }

    private void flag(int start, byte[] name, @Nullable Boolean value) {
        if (value != null) {
            comma(start);
            buffer.put(name);
            buffer.flag(value);
        }
    }

    /** Between two members, not before the first. */
    private void comma(int start) {
        if (buffer.length() > start) {
            buffer.write(',');
        }
    }

    private void text(byte[] name, String value) {
        buffer.put(name);
        buffer.text(value);
        buffer.write('"');
    }

    /** What the field says for each constant, with what stands around it. */
    private static <E extends Enum<E>> Map<E, byte[]> each(Class<E> type, String before, String after) {
        Map<E, byte[]> each = new EnumMap<>(type);
        for (E constant : type.getEnumConstants()) {
            each.put(constant, json(before + constant.name() + after));
        }
        return each;
    }

    private static byte[] json(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
