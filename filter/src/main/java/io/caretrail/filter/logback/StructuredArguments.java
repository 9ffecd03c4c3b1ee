package io.caretrail.filter.logback;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The structured arguments and markers of logstash-logback-encoder ({@code kv}, {@code entries}, {@code append} and their
 * like), by the names of its classes: the application may or may not have it, and brings its own version. Its {@code fields}
 * and deferred ones are not read: they need its Jackson, or are meant to be made when they are written. Thread-safe.
 */
final class StructuredArguments {

    private static final String MARKERS = "net.logstash.logback.marker.";
    private static final String ONE_FIELD = MARKERS + "SingleFieldAppendingMarker";
    private static final String MAP = MARKERS + "MapEntriesAppendingMarker";

    private StructuredArguments() {}

    /** Adds what an argument of a log call, or a marker, says beyond its text; nothing where it is an ordinary one. */
    static void add(@Nullable Object argument, Map<String, @Nullable Object> into) {
        if (argument == null || argument.getClass().getClassLoader() == null) {
            return;
        }
        for (Class<?> type = argument.getClass(); type != null; type = type.getSuperclass()) {
            if (type.getName().equals(ONE_FIELD)) {
                addField(type, argument, into);
            } else if (type.getName().equals(MAP)) {
                addEntries(type, argument, into);
            }
        }
    }

    private static void addField(Class<?> type, Object argument, Map<String, @Nullable Object> into) {
        try {
            Method value = type.getDeclaredMethod("getFieldValue");
            value.setAccessible(true);
            into.put((String) type.getMethod("getFieldName").invoke(argument), value.invoke(argument));
        } catch (ReflectiveOperationException | RuntimeException e) {
            throw new IllegalStateException(type.getName() + " is not as expected", e);
        }
    }

    private static void addEntries(Class<?> type, Object argument, Map<String, @Nullable Object> into) {
        try {
            Field map = type.getDeclaredField("map");
            map.setAccessible(true);
            ((Map<?, ?>) map.get(argument)).forEach((key, value) -> into.put(String.valueOf(key), value));
        } catch (ReflectiveOperationException | RuntimeException e) {
            throw new IllegalStateException(type.getName() + " is not as expected", e);
        }
    }
}
