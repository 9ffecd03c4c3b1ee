package io.caretrail.agent;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;

/**
 * The class loader of everything of ours: it sees the platform and the folder {@code caretrail/} of the agent jar,
 * where classes stand as {@code .classdata}, so that no other class loader takes them for its own, and behind it the jars
 * of the folder {@code caretrail.lib}, in which an operator puts what adds to us. The application cannot see us, and
 * nothing it brings along can change us. Thread-safe.
 */
public final class AgentLoader extends ClassLoader {

    private static final String FOLDER = "caretrail/";
    private static final String LIB = "caretrail.lib";
    private static final String LIB_VARIABLE = "CARETRAIL_LIB";

    /** A part of the JDK that the platform's loader does not have. */
    private static final String ATTACH = "com.sun.tools.attach.";

    private final JarFile jar;
    private final String jarUrl;
    private final ProtectionDomain domain;
    private final List<JarFile> added = new ArrayList<>();

    static {
        registerAsParallelCapable();
    }

    /**
     * Opens the agent jar this class came from, and the jars of the folder that {@code caretrail.lib} names.
     *
     * @throws IllegalStateException what cannot be read, and what to do
     */
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
        String folder = System.getProperty(LIB, System.getenv(LIB_VARIABLE));
        if (folder != null && !folder.isEmpty()) {
            addJars(new File(folder).getAbsoluteFile());
        }
    }

    private void addJars(File folder) {
        File[] files = folder.listFiles((in, name) -> name.endsWith(".jar"));
        if (files == null) {
            throw new IllegalStateException(
                    LIB + " \"" + folder + "\": is no folder that can be read; name the folder that your jars are in");
        }
        Arrays.sort(files);
        for (File file : files) {
            try {
                added.add(new JarFile(file));
            } catch (IOException e) {
                throw new IllegalStateException(
                        LIB + ": the jar " + file + " cannot be read (" + e.getMessage() + "); replace or remove it",
                        e);
            }
        }
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
        List<URL> all = resources(name);
        return all.isEmpty() ? null : all.get(0);
    }

    @Override
    protected Enumeration<URL> findResources(String name) {
        return Collections.enumeration(resources(name));
    }

    private List<URL> resources(String name) {
        List<URL> found = new ArrayList<>();
        try {
            if (jar.getEntry(entry(name)) != null) {
                found.add(new URL("jar:" + jarUrl + "!/" + entry(name)));
            }
            for (JarFile each : added) {
                if (each.getEntry(name) != null) {
                    found.add(new URL("jar:" + new File(each.getName()).toURI() + "!/" + name));
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException(name, e);
        }
        return found;
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
        ZipEntry own = jar.getEntry(entry(name));
        if (own != null) {
            return jar.getInputStream(own);
        }
        for (JarFile each : added) {
            ZipEntry entry = each.getEntry(name);
            if (entry != null) {
                return each.getInputStream(entry);
            }
        }
        return null;
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
                bytes = Arrays.copyOf(bytes, length * 2);
            }
        }
        return Arrays.copyOf(bytes, length);
    }
}
