package io.caretrail.core.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caretrail.core.destination.ChildJvm;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HealthTest {

    private static final String TRAIL = "io.caretrail:type=Trail,name=/app";
    private static final String FIRST = "io.caretrail:type=Destination,trail=/app,key=settings[0].destinations.file";
    private static final String SECOND = "io.caretrail:type=Destination,trail=/app,key=settings[1].destinations.file";

    @TempDir
    Path folder;

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    @Test
    void counters_of_a_real_trail_are_read_through_jmx() throws Exception {
        RunningTrail.configure(folder, file("audit.ndjson"), "/dev/full");
        try (RunningTrail trail = RunningTrail.start(folder, "/app")) {
            trail.requests(3);
            // Three times Started and Succeeded, and the Start record.
            Beans.await(TRAIL, "Accepted", 7L);
            Beans.await(FIRST, "Delivered", 7L);
            Beans.await(SECOND, "Failing", true);
            Beans.await(SECOND, "Waiting", 7L);
            assertEquals(0L, Beans.read(TRAIL, "Lost"));
            assertEquals(0L, Beans.read(TRAIL, "Refused"));
            assertEquals(0L, Beans.read(TRAIL, "OwnFailures"));
            assertEquals(true, Beans.read(TRAIL, "Auditing"));
            assertEquals(false, Beans.read(FIRST, "Failing"));
            assertNull(Beans.read(FIRST, "Failure"));
            String failure = String.valueOf(Beans.read(SECOND, "Failure"));
            assertTrue(failure.contains("No space left on device"), failure);
            assertEquals(0L, Beans.read(SECOND, "Delivered"));
            assertNull(Beans.read(SECOND, "LastSuccess"));
            assertEquals(-1L, Beans.read(SECOND, "SecondsSinceSuccess"));
            String success = String.valueOf(Beans.read(FIRST, "LastSuccess"));
            assertTrue(success.matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{3})?Z"), success);
            assertTrue((long) Beans.read(FIRST, "SecondsSinceSuccess") < 60);
            trail.requests(1);
            Beans.await(FIRST, "Delivered", 9L);
        }
        assertEquals(List.of(), Beans.names());
    }

    @Test
    void what_a_door_could_not_record_is_a_failure_of_our_own() throws Exception {
        RunningTrail.configure(folder, file("audit.ndjson"));
        try (RunningTrail trail = RunningTrail.start(folder, "/app")) {
            trail.requests(1);
            trail.caretrail().missed(4, 2, "hook failed");
            Beans.await(TRAIL, "OwnFailures", 4L);
        }
    }

    @Test
    void nothing_is_registered_before_the_server_has_begun_to_serve() throws Exception {
        RunningTrail.configure(folder, file("audit.ndjson"));
        try (RunningTrail trail = RunningTrail.start(folder, "/app")) {
            trail.awaitRounds(2);
            assertEquals(List.of(), Beans.names());
            trail.requests(1);
            Beans.awaitNames(List.of(FIRST, TRAIL));
        }
    }

    @Test
    void two_trails_of_one_name_are_told_apart() throws Exception {
        Path other = Files.createDirectory(folder.resolve("other"));
        RunningTrail.configure(folder, file("audit.ndjson"));
        RunningTrail.configure(other, other.resolve("audit.ndjson").toString());
        try (RunningTrail first = RunningTrail.start(folder, "/app")) {
            first.requests(1);
            Beans.await(TRAIL, "Accepted", 3L);
            try (RunningTrail second = RunningTrail.start(other, "/app")) {
                second.requests(2);
                Beans.await("io.caretrail:type=Trail,name=/app-2", "Accepted", 5L);
                Beans.await(FIRST.replace("/app", "/app-2"), "Delivered", 5L);
                assertEquals(3L, Beans.read(TRAIL, "Accepted"));
            }
            Beans.awaitNames(List.of(FIRST, TRAIL));
        }
    }

    @Test
    void destinations_come_and_go_with_a_reload() throws Exception {
        RunningTrail.configure(folder, file("audit.ndjson"));
        try (RunningTrail trail = RunningTrail.start(folder, "/app")) {
            trail.requests(1);
            Beans.awaitNames(List.of(FIRST, TRAIL));
            RunningTrail.configure(folder, file("audit.ndjson"), file("second.ndjson"));
            Beans.awaitNames(List.of(FIRST, SECOND, TRAIL));
            RunningTrail.configure(folder, file("audit.ndjson"));
            Beans.awaitNames(List.of(FIRST, TRAIL));
        }
    }

    @Test
    void names_with_characters_of_jmx_are_quoted() throws Exception {
        RunningTrail.configure(folder, file("audit.ndjson"));
        try (RunningTrail trail = RunningTrail.start(folder, "/a=b,c*")) {
            trail.requests(1);
            Beans.await("io.caretrail:type=Trail,name=\"/a=b,c\\*\"", "Accepted", 3L);
        }
    }

    @Test
    void redeployed_application_leaves_no_class_behind() throws Exception {
        RunningTrail.configure(folder, file("audit.ndjson"));
        // What is only cached goes with the next collection then.
        ChildJvm child = ChildJvm.start(
                folder,
                List.of("env", "JDK_JAVA_OPTIONS=-XX:SoftRefLRUPolicyMSPerMB=0"),
                Redeployment.class,
                folder.toString());
        assertEquals(0, child.await(), child::said);
        assertTrue(child.said().contains("all is gone"), child::said);
    }

    /** Runs an application with a trail in a class loader of its own and lets go of it. */
    static final class Redeployment {
        private record Compared(List<String> texts) {}

        public static void main(String[] arguments) throws Exception {
            WeakReference<ClassLoader> loader = deployAndUndeploy(Path.of(arguments[0]));
            assertEquals(List.of(), Beans.names());
            // Java 17 keeps the type of the record that was the last to be compared for the first time.
            assertEquals(new Compared(List.of()), new Compared(List.of()));
            for (int i = 0; i < 100 && loader.get() != null; i++) {
                System.gc();
                Thread.sleep(50);
            }
            assertNull(loader.get());
            System.out.println("all is gone");
        }

        private static WeakReference<ClassLoader> deployAndUndeploy(Path folder) throws Exception {
            try (URLClassLoader loader = new OwnClasses()) {
                loader.loadClass(RunningTrail.class.getName())
                        .getMethod("deployAndUndeploy", Path.class)
                        .invoke(null, folder);
                return new WeakReference<>(loader);
            }
        }
    }

    /** Has classes of its own of all that is ours, as the class loader of a web application. */
    private static final class OwnClasses extends URLClassLoader {
        OwnClasses() {
            super(ourFolders(), HealthTest.class.getClassLoader());
        }

        private static URL[] ourFolders() {
            return Arrays.stream(System.getProperty("java.class.path").split(java.io.File.pathSeparator))
                    .filter(entry -> Files.isDirectory(Path.of(entry)))
                    .map(OwnClasses::url)
                    .toArray(URL[]::new);
        }

        private static URL url(String entry) {
            try {
                return Path.of(entry).toUri().toURL();
            } catch (java.net.MalformedURLException e) {
                throw new IllegalArgumentException(e);
            }
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                if (!name.startsWith("io.caretrail.")) {
                    return super.loadClass(name, resolve);
                }
                Class<?> loaded = findLoadedClass(name);
                return loaded == null ? findClass(name) : loaded;
            }
        }
    }

    @Test
    void runtime_without_jmx_audits_and_says_so_once() throws Exception {
        String said = runWith("--limit-modules java.base,java.logging,java.naming,java.xml,jdk.crypto.ec");
        assertTrue(said.contains("cannot be shown as MBeans, auditing goes on without"), said);
        assertTrue(said.contains("use one with the module java.management"), said);
    }

    @Test
    void mbean_server_that_refuses_is_a_warning() throws Exception {
        String said = runWith("-Djavax.management.builder.initial=no.such.Builder");
        assertTrue(said.contains("cannot be shown as MBeans, auditing goes on without"), said);
        assertTrue(said.contains("no.such.Builder"), said);
    }

    private String runWith(String options) throws Exception {
        RunningTrail.configure(folder, file("audit.ndjson"));
        ChildJvm child = ChildJvm.start(
                folder, List.of("env", "JDK_JAVA_OPTIONS=" + options), WithoutJmx.class, folder.toString());
        assertEquals(0, child.await(), child::said);
        assertEquals(
                1,
                child.said()
                        .lines()
                        .filter(line -> line.contains("cannot be shown"))
                        .count(),
                child::said);
        return child.said();
    }

    /** Runs where there is no JMX to be had. */
    static final class WithoutJmx {
        public static void main(String[] arguments) throws Exception {
            Path folder = Path.of(arguments[0]);
            try (RunningTrail trail = RunningTrail.start(folder, "/app")) {
                trail.requests(1);
                trail.awaitRounds(3);
                trail.requests(1);
            }
            long records = Files.readAllLines(folder.resolve("audit.ndjson")).size();
            if (records != 6) {
                throw new AssertionError(records + " records");
            }
        }
    }
}
