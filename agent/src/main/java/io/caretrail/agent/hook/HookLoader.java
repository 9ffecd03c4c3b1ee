package io.caretrail.agent.hook;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * A class loader with two parents: the container-specific classes it defines itself see the agent's classes and the
 * server's. It is reachable from the server's classes only, so that it goes when they go.
 */
final class HookLoader extends ClassLoader {

    private final ClassLoader agent;
    private final @Nullable ClassLoader server;
    private final Container container;

    static {
        registerAsParallelCapable();
    }

    /**
     * A loader for one class loader of a server.
     *
     * @param server null for the bootstrap loader
     */
    HookLoader(ClassLoader agent, @Nullable ClassLoader server, Container container) {
        super(server);
        this.agent = agent;
        this.server = server;
        this.container = container;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            if (loaded != null) {
                return loaded;
            }
            if (isOwn(name)) {
                return define(name);
            }
            if (name.startsWith("io.caretrail.") || name.startsWith("org.jspecify.")) {
                return agent.loadClass(name);
            }
            return Class.forName(name, false, server);
        }
    }

    private boolean isOwn(String name) {
        for (String prefix : container.hooksPackages()) {
            if (name.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        String resource = name.replace('.', '/') + ".class";
        try (InputStream in = agent.getResourceAsStream(resource)) {
            if (in == null) {
                throw new ClassNotFoundException(name);
            }
            byte[] bytes = in.readAllBytes();
            if (container.javax()) {
                bytes = Namespace.toJavax(bytes);
            }
            return defineClass(name, bytes, 0, bytes.length);
        } catch (IOException e) {
            throw new UncheckedIOException(resource, e);
        }
    }
}
