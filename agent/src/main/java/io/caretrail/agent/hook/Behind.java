package io.caretrail.agent.hook;

import io.caretrail.core.exchange.Exchanges;

/**
 * Finds the hooks of a container for a class of the server: one {@link ContainerHooks} for each copy of the server that
 * the JVM holds, kept by the server's own class, so that it goes when the server goes. Thread-safe.
 */
final class Behind {

    private final Container container;
    private final ClassValue<ContainerHooks> byAnchor;

    Behind(Container container, Exchanges exchanges) {
        this.container = container;
        this.byAnchor = new ClassValue<>() {
            @Override
            protected ContainerHooks computeValue(Class<?> anchor) {
                return load(anchor, exchanges);
            }
        };
    }

    ContainerHooks hooksFor(Class<?> type) {
        try {
            return byAnchor.get(Class.forName(container.anchor(), false, type.getClassLoader()));
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(
                    container.name() + ": " + type.getName() + " does not see " + container.anchor(), e);
        }
    }

    private ContainerHooks load(Class<?> anchor, Exchanges exchanges) {
        ClassLoader loader = new HookLoader(Behind.class.getClassLoader(), anchor.getClassLoader(), container);
        try {
            return (ContainerHooks) loader.loadClass(container.hooksClass())
                    .getConstructor(Exchanges.class)
                    .newInstance(exchanges);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(container.name() + ": " + container.hooksClass() + " cannot be loaded", e);
        }
    }
}
