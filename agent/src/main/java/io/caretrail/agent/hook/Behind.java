package io.caretrail.agent.hook;

import org.jspecify.annotations.Nullable;

/**
 * Finds the hooks of a container for a class of the server: one {@link ContainerHooks} for each copy of the server that
 * the JVM holds, kept by the server's own class, so that it goes when the server goes. Thread-safe.
 */
final class Behind {

    private final Container container;
    private final ClassValue<ContainerHooks> byAnchor;

    /**
     * Behind one container.
     *
     * @param type of what the hooks are given
     * @param given to the constructor of the hooks
     */
    <T> Behind(Container container, Class<T> type, T given) {
        this.container = container;
        this.byAnchor = new ClassValue<>() {
            @Override
            protected ContainerHooks computeValue(Class<?> anchor) {
                return load(anchor, type, given);
            }
        };
    }

    ContainerHooks hooksFor(Class<?> type) {
        // OSGi gives each part of a server its own loader: a class may see less than the one that it extends.
        for (Class<?> each = type; each != null; each = each.getSuperclass()) {
            Class<?> anchor = seenBy(each.getClassLoader());
            if (anchor != null) {
                return byAnchor.get(anchor);
            }
        }
        throw new IllegalStateException(
                container.name() + ": " + type.getName() + " does not see " + container.anchor());
    }

    private @Nullable Class<?> seenBy(@Nullable ClassLoader loader) {
        try {
            return Class.forName(container.anchor(), false, loader);
        } catch (ClassNotFoundException e) {
            return null;
        }
    }

    private <T> ContainerHooks load(Class<?> anchor, Class<T> type, T given) {
        ClassLoader loader = new HookLoader(Behind.class.getClassLoader(), anchor.getClassLoader(), container);
        try {
            return (ContainerHooks) loader.loadClass(container.hooksClass())
                    .getConstructor(type)
                    .newInstance(given);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(container.name() + ": " + container.hooksClass() + " cannot be loaded", e);
        }
    }
}
