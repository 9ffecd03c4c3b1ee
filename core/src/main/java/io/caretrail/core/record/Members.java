package io.caretrail.core.record;

import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Puts the members of a JSON object into a buffer. An object that lives as long as its buffer, because an iterator would be made
 * for every record.
 */
final class Members implements BiConsumer<String, Object> {

    private final RecordBuffer buffer;
    private int start;

    Members(RecordBuffer buffer) {
        this.buffer = buffer;
    }

    /** Of the members that are put from here on, the next one is the first. */
    void begin() {
        start = buffer.length();
    }

    /** Puts all entries, without the braces; nulls are left out. */
    void putAll(Map<String, ?> entries) {
        entries.forEach(this);
    }

    void put(FixedText name, String value) {
        name(name);
        quoted(value);
    }

    void put(FixedText name, FixedText value) {
        name(name);
        buffer.write('"');
        buffer.text(value);
        buffer.write('"');
    }

    void put(FixedText name, long value) {
        name(name);
        buffer.number(value);
    }

    /** One of Caretrail's own names, none of which is {@link Shortening#TRUNCATED}. */
    private void name(FixedText name) {
        comma();
        buffer.write('"');
        buffer.text(name);
        buffer.write('"');
        buffer.write(':');
    }

    /** Between two members, not before the first. */
    private void comma() {
        if (buffer.length() > start) {
            buffer.write(',');
        }
    }

    @Override
    public void accept(String name, Object value) {
        if (value != null && name(name)) {
            value(value);
        }
    }

    private boolean name(String name) {
        // What was truncated is for whoever shortens to say.
        if (!buffer.isWhole() || name.equals(Shortening.TRUNCATED)) {
            buffer.refuse();
            return false;
        }
        comma();
        quoted(name);
        buffer.write(':');
        return true;
    }

    private void value(Object value) {
        if (value instanceof String text) {
            quoted(text);
        } else if (value instanceof Integer || value instanceof Long) {
            buffer.number(((Number) value).longValue());
        } else if (value instanceof Boolean flag) {
            buffer.flag(flag);
        } else if (value instanceof List<?> list) {
            list(list);
        } else {
            buffer.refuse();
        }
    }

    private void list(List<?> list) {
        buffer.write('[');
        for (int i = 0; i < list.size(); i++) {
            if (!(list.get(i) instanceof String text) || !buffer.isWhole()) {
                buffer.refuse();
                return;
            }
            if (i > 0) {
                buffer.write(',');
            }
            quoted(text);
        }
        buffer.write(']');
    }

    private void quoted(String text) {
        buffer.write('"');
        buffer.text(text);
        buffer.write('"');
    }
}
