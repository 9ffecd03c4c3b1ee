package io.caretrail.agent.it;

import io.caretrail.agent.it.probe.PlainServlet;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.commons.ClassRemapper;
import net.bytebuddy.jar.asm.commons.Remapper;

/** Packs the probe application into a war, for either servlet namespace from the same classes. */
final class ProbeWar {

    static final String SHORT_FILE = "short.txt";
    /** Longer than the 48 KB from which Tomcat's default servlet uses sendfile. */
    static final String LONG_FILE = "long.bin";
    /** More than all buffers between a server and a client that does not read. */
    static final String HUGE_FILE = "huge.bin";
    /** When the files were last changed, so that two deployments answer alike. */
    static final String MODIFIED = "Fri, 20 Nov 2026 12:00:00 GMT";

    private static final String FOLDER = PlainServlet.class.getPackageName().replace('.', '/');

    /** Packing the long files takes longer than writing what came of it. */
    private static final Map<String, byte[]> PACKED = new ConcurrentHashMap<>();

    private ProbeWar() {}

    /** Writes a war with the given web.xml of this package's resources. */
    static void write(Path war, String webXml, boolean jakarta) throws IOException {
        String kind = webXml + (jakarta ? " jakarta" : " javax");
        byte[] packed = PACKED.get(kind);
        if (packed == null) {
            packed = pack(webXml, jakarta);
            PACKED.put(kind, packed);
        }
        Files.write(war, packed);
    }

    private static byte[] pack(String webXml, boolean jakarta) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(packed)) {
            jar.putNextEntry(new JarEntry("WEB-INF/web.xml"));
            jar.write(resource(webXml));
            jar.putNextEntry(new JarEntry("META-INF/context.xml"));
            jar.write(resource("context.xml"));
            addFile(jar, SHORT_FILE, 1_000);
            addFile(jar, LONG_FILE, 200_000);
            addFile(jar, HUGE_FILE, 32_000_000);
            for (Path file : classes()) {
                byte[] bytes = Files.readAllBytes(file);
                jar.putNextEntry(new JarEntry("WEB-INF/classes/" + FOLDER + "/" + file.getFileName()));
                jar.write(jakarta ? bytes : toJavax(bytes));
            }
        }
        return packed.toByteArray();
    }

    /** The filter's jar for the namespace, as the build has made it. */
    static Path filterJar(boolean jakarta) {
        return Path.of("../filter/target", jakarta ? "caretrail-filter.jar" : "caretrail-filter-javax.jar")
                .toAbsolutePath()
                .normalize();
    }

    /** Puts a jar into a war's WEB-INF/lib. */
    static void addLibrary(Path war, Path jar) throws IOException {
        add(war, "WEB-INF/lib/" + jar.getFileName(), Files.readAllBytes(jar));
    }

    /** Puts a file into a war, or another one in its place. */
    static void add(Path war, String name, byte[] content) throws IOException {
        try (FileSystem in = FileSystems.newFileSystem(war)) {
            Path target = in.getPath(name);
            Files.createDirectories(target.getParent());
            Files.write(target, content);
        }
    }

    private static void addFile(JarOutputStream jar, String name, int length) throws IOException {
        JarEntry entry = new JarEntry(name);
        entry.setTime(ZonedDateTime.parse(MODIFIED, DateTimeFormatter.RFC_1123_DATE_TIME)
                .toInstant()
                .toEpochMilli());
        jar.putNextEntry(entry);
        byte[] content = new byte[length];
        for (int i = 0; i < length; i++) {
            content[i] = (byte) ('a' + i % 23);
        }
        jar.write(content);
    }

    /** A text of this package's resources. */
    static byte[] resource(String name) throws IOException {
        try (InputStream in = ProbeWar.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException("no resource " + name + " beside " + ProbeWar.class.getName());
            }
            return in.readAllBytes();
        }
    }

    private static List<Path> classes() {
        URL here = PlainServlet.class.getResource("PlainServlet.class");
        try (Stream<Path> files = Files.list(Path.of(here.toURI()).getParent())) {
            return files.filter(file -> file.toString().endsWith(".class"))
                    .filter(file -> !file.endsWith("package-info.class"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] toJavax(byte[] jakartaClass) {
        ClassWriter writer = new ClassWriter(0);
        new ClassReader(jakartaClass).accept(new ClassRemapper(writer, new ToJavax()), 0);
        return writer.toByteArray();
    }

    private static final class ToJavax extends Remapper {

        ToJavax() {
            super(Opcodes.ASM9);
        }

        /** Names of attributes are constants the compiler has put into the classes. */
        @Override
        public Object mapValue(Object value) {
            return value instanceof String text && text.startsWith("jakarta.servlet.")
                    ? "javax" + text.substring("jakarta".length())
                    : super.mapValue(value);
        }

        @Override
        public String map(String internalName) {
            return internalName.startsWith("jakarta/servlet/")
                    ? "javax" + internalName.substring("jakarta".length())
                    : internalName;
        }
    }

    /** Starts a server with the probe application in it, in a folder that it prepares. */
    static RunningServer start(Server server, Jdk jdk, Path base, String options) throws IOException {
        server.prepare(base);
        write(server.place(base, "probe"), "web-with-error-pages.xml", server.jakarta());
        return RunningServer.start(server, jdk, base, options);
    }
}
