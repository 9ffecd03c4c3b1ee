package io.caretrail.agent.start;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What stands in {@code caretrail-agent.jar}. */
class AgentJarIT {

    private static final int CLASS_FILE_MAGIC = 0xCAFEBABE;
    private static final int JAVA_8 = 52;
    private static final int JAVA_17 = 61;
    private static final long MOST_BYTES = 12_000_000;

    private static final Set<String> ENTRY =
            Set.of("io/caretrail/agent/Agent.class", "io/caretrail/agent/AgentLoader.class");

    @Test
    void only_the_entry_is_a_class_and_it_is_one_for_java_8() throws IOException {
        try (JarFile jar = open()) {
            assertEquals(new TreeSet<>(ENTRY), names(jar, ".class"));
            for (String name : ENTRY) {
                assertEquals(JAVA_8, version(jar, name), name);
            }
        }
    }

    @Test
    void all_else_lies_where_only_our_loader_looks() throws IOException {
        try (JarFile jar = open()) {
            List<String> elsewhere = jar.stream()
                    .map(JarEntry::getName)
                    .filter(name -> !name.endsWith("/"))
                    .filter(name -> !name.startsWith("caretrail/") && !ENTRY.contains(name))
                    .filter(name -> !name.startsWith("META-INF/licences/"))
                    .sorted()
                    .toList();
            assertEquals(List.of("META-INF/LICENSE", "META-INF/MANIFEST.MF", "META-INF/THIRD-PARTY.md"), elsewhere);
            assertNotNull(jar.getEntry("META-INF/licences/byte-buddy-jar/NOTICE"));
            for (String name : names(jar, ".classdata")) {
                assertTrue(version(jar, name) <= JAVA_17, name);
            }
            assertNotNull(jar.getEntry("caretrail/io/caretrail/core/Caretrail.classdata"));
        }
    }

    @Test
    void the_manifest_says_what_a_jvm_has_to_know() throws IOException {
        try (JarFile jar = open()) {
            Attributes attributes = jar.getManifest().getMainAttributes();
            assertEquals("io.caretrail.agent.Agent", attributes.getValue("Premain-Class"));
            assertEquals("io.caretrail.agent.Agent", attributes.getValue("Main-Class"));
            assertEquals("true", attributes.getValue("Can-Retransform-Classes"));
            assertEquals("Caretrail Agent", attributes.getValue("Implementation-Title"));
            assertNotNull(attributes.getValue("Implementation-Version"));
        }
    }

    @Test
    void the_jar_stays_small() throws IOException {
        assertTrue(Files.size(OperatorsJvm.AGENT) < MOST_BYTES, Files.size(OperatorsJvm.AGENT) + " bytes");
    }

    private static JarFile open() throws IOException {
        return new JarFile(OperatorsJvm.AGENT.toFile());
    }

    private static Set<String> names(JarFile jar, String ending) {
        return jar.stream()
                .map(JarEntry::getName)
                .filter(name -> name.endsWith(ending))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static int version(JarFile jar, String name) throws IOException {
        try (DataInputStream in = new DataInputStream(jar.getInputStream(jar.getJarEntry(name)))) {
            assertEquals(CLASS_FILE_MAGIC, in.readInt(), name);
            in.readUnsignedShort();
            return in.readUnsignedShort();
        }
    }
}
