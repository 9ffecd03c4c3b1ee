package io.caretrail.core.diagnostic;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One line as the application's logging has it.
 *
 * @param message formatted; may hold anything
 * @param exception the name of the class that was thrown; null when nothing was
 * @param arguments the key-value arguments of the call, in its order; may hold anything, null too
 */
public record LogLine(String message, @Nullable String exception, Map<String, ? extends @Nullable Object> arguments) {}
