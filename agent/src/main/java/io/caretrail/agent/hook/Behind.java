package io.caretrail.agent.hook;

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
        try {
            return byAnchor.get(Class.forName(container.anchor(), false, type.getClassLoader()));
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(
                    container.name() + ": " + type.getName() + " does not see " + container.anchor(), e);
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
