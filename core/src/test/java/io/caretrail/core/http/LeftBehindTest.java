package io.caretrail.core.http;

import static io.caretrail.core.http.BadServer.says;
import static io.caretrail.core.http.Collecting.records;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caretrail.core.destination.ChildJvm;
import io.caretrail.core.destination.Destination;
import java.io.File;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** After close nothing is left behind: the filter lives in wars that are redeployed. */
class LeftBehindTest {

    private static final String GOOD = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

    @TempDir
    Path folder;

    private static boolean within(int seconds, BooleanSupplier condition) throws InterruptedException {
        for (int i = 0; i < seconds * 10 && !condition.getAsBoolean(); i++) {
            // Before Java 21 a client ends when it is collected.
            System.gc();
            Thread.sleep(100);
        }
        return condition.getAsBoolean();
    }

    private static List<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("caretrail-http-client")
                        || thread.getName().matches("HttpClient-\\d+-SelectorManager"))
                .toList();
    }

    @Test
    void threads_are_daemons_without_the_applications_loader_and_end_after_close() throws Exception {
        assertTrue(within(30, () -> threads().isEmpty()), () -> "of another test: " + threads());
        try (URLClassLoader application = new URLClassLoader(new URL[0])) {
            Thread.currentThread().setContextClassLoader(application);
            writeAndClose(application);
        } finally {
            Thread.currentThread().setContextClassLoader(getClass().getClassLoader());
        }
        assertTrue(within(30, () -> threads().isEmpty()), () -> threads().toString());
    }

    /** In a frame of its own, whose variables would keep the client. */
    private void writeAndClose(ClassLoader application) throws IOException {
        try (BadServer server = new BadServer(says(GOOD));
                Destination http = new Collecting(folder).open("url: http://127.0.0.1:" + server.port())) {
            http.write(records(1));
            assertTrue(threads().size() >= 2, () -> threads().toString());
            for (Thread thread : threads()) {
                assertTrue(thread.isDaemon(), thread.getName());
                assertNotSame(application, thread.getContextClassLoader(), thread.getName());
            }
        }
    }

    @Test
    void class_loader_of_a_war_is_let_go_of() throws Exception {
        try (BadServer server = new BadServer(says(GOOD))) {
            // What Java itself keeps softly, until memory is short, is let go of at once.
            ChildJvm child = ChildJvm.start(
                    folder,
                    List.of("env", "JDK_JAVA_OPTIONS=-XX:SoftRefLRUPolicyMSPerMB=0"),
                    Container.class,
                    Integer.toString(server.port()),
                    folder.toString());
            assertEquals(0, child.await(), child::said);
            assertEquals(1, server.requests.size());
        }
    }

    /** Deploys and undeploys a war in a JVM of its own. */
    static final class Container {

        public static void main(String[] arguments) throws Exception {
            WeakReference<ClassLoader> war = deployAndUndeploy(Integer.parseInt(arguments[0]), arguments[1]);
            // Java 17 remembers the class of the last record whose equals was linked, and would keep ours until the
            // next.
            assertEquals(new Other("a", List.of()), new Other("a", List.of()));
            assertTrue(within(40, () -> war.get() == null), "the loader is still there");
        }

        private static WeakReference<ClassLoader> deployAndUndeploy(int port, String folder) throws Exception {
            List<URL> path = new ArrayList<>();
            for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
                path.add(Path.of(entry).toUri().toURL());
            }
            URLClassLoader war = new URLClassLoader(path.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
            WeakReference<ClassLoader> reference = new WeakReference<>(war);
            Runnable application = (Runnable) war.loadClass(Application.class.getName())
                    .getConstructor(int.class, String.class)
                    .newInstance(port, folder);
            Thread thread = new Thread(application, "war");
            thread.setContextClassLoader(war);
            thread.start();
            thread.join();
            war.close();
            return reference;
        }
    }

    private record Other(Object text, Object list) {}

    /** Writes a record and closes, from the loader of a war. */
    public static final class Application implements Runnable {

        private final int port;
        private final String folder;

        public Application(int port, String folder) {
            this.port = port;
            this.folder = folder;
        }

        @Override
        public void run() {
            try (Destination http = new Collecting(Path.of(folder)).open("url: http://127.0.0.1:" + port)) {
                http.write(records(1));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
