package io.caretrail.agent;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.util.Collections;
import java.util.Enumeration;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;

/**
 * The class loader of everything of ours: it sees the platform and the folder {@code caretrail/} of the agent jar,
 * where classes stand as {@code .classdata}, so that no other class loader takes them for its own. The application
 * cannot see us, and nothing it brings along can change us. Thread-safe.
 */
public final class AgentLoader extends ClassLoader {

    private static final String FOLDER = "caretrail/";

    /** A part of the JDK that the platform's loader does not have. */
    private static final String ATTACH = "com.sun.tools.attach.";

    private final JarFile jar;
    private final String jarUrl;
    private final ProtectionDomain domain;

    static {
        registerAsParallelCapable();
    }

    /** Opens the agent jar this class came from. */
    public AgentLoader() {
        super(ClassLoader.getSystemClassLoader().getParent());
        CodeSource source = Agent.class.getProtectionDomain().getCodeSource();
        try {
            File file = new File(source.getLocation().toURI());
            jar = new JarFile(file);
            jarUrl = file.toURI().toString();
        } catch (IOException | URISyntaxException e) {
            throw new IllegalStateException("the agent jar " + source.getLocation() + " cannot be read", e);
        }
        domain = new ProtectionDomain(source, null, this, null);
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        if (name.startsWith(ATTACH)) {
            return ClassLoader.getSystemClassLoader().loadClass(name);
        }
        byte[] bytes;
        try (InputStream in = open(name.replace('.', '/') + ".class")) {
            if (in == null) {
                throw new ClassNotFoundException(name);
            }
            bytes = readAll(in);
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
        definePackageOf(name);
        return defineClass(name, bytes, 0, bytes.length, domain);
    }

    @Override
    protected URL findResource(String name) {
        String entry = entry(name);
        try {
            return jar.getEntry(entry) == null ? null : new URL("jar:" + jarUrl + "!/" + entry);
        } catch (IOException e) {
            throw new IllegalStateException(entry, e);
        }
    }

    @Override
    protected Enumeration<URL> findResources(String name) {
        URL url = findResource(name);
        return url == null ? Collections.<URL>emptyEnumeration() : Collections.enumeration(Collections.singleton(url));
    }

    /** Reads without a JarURLConnection, whose cache other code can close. */
    @Override
    public InputStream getResourceAsStream(String name) {
        try {
            InputStream in = open(name);
            return in == null ? super.getResourceAsStream(name) : in;
        } catch (IOException e) {
            return null;
        }
    }

    private InputStream open(String name) throws IOException {
        ZipEntry entry = jar.getEntry(entry(name));
        return entry == null ? null : jar.getInputStream(entry);
    }

    private static String entry(String name) {
        return FOLDER + (name.endsWith(".class") ? name + "data" : name);
    }

    private void definePackageOf(String className) {
        int dot = className.lastIndexOf('.');
        if (dot > 0 && getPackage(className.substring(0, dot)) == null) {
            try {
                definePackage(className.substring(0, dot), null, null, null, null, null, null, null);
            } catch (IllegalArgumentException e) {
                // Another thread was first, and its definition is the same.
                return;
            }
        }
    }

    private static byte[] readAll(InputStream in) throws IOException {
        byte[] bytes = new byte[Math.max(in.available(), 1024)];
        int length = 0;
        for (int read; (read = in.read(bytes, length, bytes.length - length)) >= 0; ) {
            length += read;
            if (length == bytes.length) {
                bytes = java.util.Arrays.copyOf(bytes, length * 2);
            }
        }
        return java.util.Arrays.copyOf(bytes, length);
    }
}
