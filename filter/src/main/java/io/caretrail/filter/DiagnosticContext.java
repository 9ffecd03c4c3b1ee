package io.caretrail.filter;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/** The application's own MDC, where it has SLF4J. Thread-safe; acts on the calling thread. */
class DiagnosticContext {

    /** For applications without SLF4J. */
    static final DiagnosticContext NONE = new DiagnosticContext();

    static DiagnosticContext of(ClassLoader loader) {
        Class<?> mdc = ApplicationClass.ofSlf4j("MDC", loader);
        if (mdc == null) {
            return NONE;
        }
        try {
            MethodHandles.Lookup lookup = MethodHandles.publicLookup();
            return new OfSlf4j(
                    lookup.findStatic(mdc, "get", MethodType.methodType(String.class, String.class)),
                    lookup.findStatic(mdc, "put", MethodType.methodType(void.class, String.class, String.class)),
                    lookup.findStatic(mdc, "remove", MethodType.methodType(void.class, String.class)));
        } catch (ReflectiveOperationException unlikeSlf4j) {
            return NONE;
        }
    }

    /** Puts a value under a key, unless the key is empty; gives what stood there. */
    @Nullable
    String put(String key, String value) {
        return null;
    }

    /** Puts back what {@link #put} gave. */
    void restore(String key, @Nullable String before) {}

    private static final class OfSlf4j extends DiagnosticContext {

        private final MethodHandle get;
        private final MethodHandle put;
        private final MethodHandle remove;

        OfSlf4j(MethodHandle get, MethodHandle put, MethodHandle remove) {
            this.get = get;
            this.put = put;
            this.remove = remove;
        }

        @Override
        @Nullable
        String put(String key, String value) {
            if (key.isEmpty()) {
                return null;
            }
            try {
                String before = (String) get.invoke(key);
                put.invoke(key, value);
                return before;
            } catch (Throwable e) {
                throw new IllegalStateException("the application's MDC refuses " + key, e);
            }
        }

        @Override
        void restore(String key, @Nullable String before) {
            if (key.isEmpty()) {
                return;
            }
            try {
                if (before == null) {
                    remove.invoke(key);
                } else {
                    put.invoke(key, before);
                }
            } catch (Throwable e) {
                throw new IllegalStateException("the application's MDC refuses " + key, e);
            }
        }
    }
}
