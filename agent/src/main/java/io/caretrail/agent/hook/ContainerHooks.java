package io.caretrail.agent.hook;

import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * What stands behind the hook points of one container: plain typed Java. Has a public constructor that takes the
 * {@link io.caretrail.core.exchange.Exchanges}, or those of a logging the
 * {@link io.caretrail.core.diagnostic.Diagnostics}. One instance for each class loader of the server. Thread-safe.
 */
public interface ContainerHooks {

    /**
     * The function behind a hook point. It may throw: the {@link Edge} catches.
     *
     * @param name the hook point's name
     */
    BiFunction<@Nullable Object, @Nullable Object, @Nullable Object> behind(String name);
}
