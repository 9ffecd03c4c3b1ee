package io.caretrail.core.exchange;

import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads one attribute of a container's object, guarded by itself: a client that can make one of them throw (a NUL in
 * Host did, elsewhere) must not thereby hide its request. What cannot be read is unknown. Only exceptions are caught;
 * an Error is for the edge to the application.
 */
final class Attribute {

    private Attribute() {}

    static @Nullable String text(Supplier<@Nullable String> attribute) {
        try {
            return attribute.get();
        } catch (RuntimeException unreadable) {
            return null;
        }
    }

    static String text(Supplier<@Nullable String> attribute, String unknown) {
        String text = text(attribute);
        return text == null ? unknown : text;
    }

    static int number(IntSupplier attribute, int unknown) {
        try {
            return attribute.getAsInt();
        } catch (RuntimeException unreadable) {
            return unknown;
        }
    }

    static long amount(LongSupplier attribute) {
        try {
            return attribute.getAsLong();
        } catch (RuntimeException unreadable) {
            return -1;
        }
    }
}
