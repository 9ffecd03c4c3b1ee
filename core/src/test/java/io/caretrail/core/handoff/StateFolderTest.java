package io.caretrail.core.handoff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caretrail.core.destination.ChildJvm;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fault 15: one owner of a state folder; the second is told who it is. */
class StateFolderTest {

    @TempDir
    Path folder;

    private final List<String> messages = new ArrayList<>();

    private StateFolder open(Path path, String door) throws IOException {
        return StateFolder.open(path, door, messages::add);
    }

    @Test
    void the_folder_is_made_for_its_owner_only_with_all_above_it() throws IOException {
        Path path = folder.resolve("a/b/state");
        try (StateFolder state = open(path, "agent")) {
            assertEquals(path.toRealPath(), state.path());
            assertEquals(path.toRealPath().resolve("ring"), state.ring());
            assertTrue(Files.isDirectory(state.spool(-1)));
            assertTrue(state.spool(-1).endsWith("spool/ffffffffffffffff"));
            assertTrue(Files.isDirectory(state.destination(255)));
            if (Files.getFileStore(path).supportsFileAttributeView("posix")) {
                assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
            }
        }
        assertEquals(List.of(), messages);
    }

    @Test
    void a_folder_that_others_can_write_to_is_used_with_a_warning() throws IOException {
        Path path = Files.createDirectory(folder.resolve("state"));
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxrwxrwx"));
        open(path, "agent").close();
        assertTrue(messages.get(0).contains("rwxrwxrwx"), messages::toString);
    }

    @Test
    void the_second_owner_in_one_process_is_told_who_the_first_is() throws IOException {
        try (StateFolder first = open(folder.resolve("state"), "filter of /fhir")) {
            IOException refused = assertThrows(
                    IOException.class, () -> open(folder.resolve("../" + folder.getFileName() + "/state"), "agent"));
            String said = refused.getMessage();
            assertTrue(said.contains("process " + ProcessHandle.current().pid() + " on "), said);
            assertTrue(said.contains("(filter of /fhir)") && said.contains("state"), said);
            assertTrue(said.contains(first.path().getFileName().toString()), said);
            // And again: being refused must not have let the lock go.
            assertThrows(IOException.class, () -> open(folder.resolve("state"), "agent"));
        }
        open(folder.resolve("state"), "agent").close();
    }

    @Test
    void the_second_owner_in_another_class_loader_is_refused_too() throws Exception {
        List<URL> urls = new ArrayList<>();
        for (String part : System.getProperty("java.class.path").split(java.io.File.pathSeparator, -1)) {
            urls.add(Path.of(part).toUri().toURL());
        }
        try (StateFolder first = open(folder.resolve("state"), "agent");
                URLClassLoader other =
                        new URLClassLoader(urls.toArray(new URL[0]), ClassLoader.getPlatformClassLoader())) {
            Class<?> type = other.loadClass(StateFolder.class.getName());
            assertFalse(type == StateFolder.class);
            var open = type.getMethod("open", Path.class, String.class, Consumer.class);
            Consumer<String> silent = message -> {};
            InvocationTargetException refused = assertThrows(
                    InvocationTargetException.class, () -> open.invoke(null, first.path(), "another war", silent));
            assertTrue(refused.getCause().getMessage().contains("(agent)"), refused.getCause()::getMessage);
        }
    }

    @Test
    void an_application_that_replaces_the_system_properties_does_not_free_the_folder() throws Exception {
        Properties properties = System.getProperties();
        try (StateFolder first = open(folder.resolve("state"), "agent")) {
            Properties replaced = new Properties();
            properties.forEach((key, value) -> {
                if (!key.toString().startsWith("io.caretrail.")) {
                    replaced.put(key, value);
                }
            });
            System.setProperties(replaced);
            for (int i = 0; i < 2; i++) {
                IOException refused = assertThrows(IOException.class, () -> open(first.path(), "filter"));
                assertTrue(refused.getMessage().contains("(agent)"), refused.getMessage());
            }
            assertEquals(1, runOwner(first.path()).await());
        } finally {
            System.setProperties(properties);
        }
    }

    @Test
    void the_second_process_is_told_who_the_first_is() throws Exception {
        try (StateFolder first = open(folder.resolve("state"), "agent")) {
            ChildJvm second = runOwner(first.path());
            assertEquals(1, second.await());
            assertTrue(
                    second.said().contains("process " + ProcessHandle.current().pid() + " on "), second::said);
        }
        ChildJvm next = runOwner(folder.resolve("state"));
        assertEquals(0, next.await(), next::said);
    }

    @Test
    void the_folder_of_a_killed_process_is_free() throws Exception {
        Path path = folder.resolve("state");
        ChildJvm owner = ChildJvm.start(folder, List.of(), Owner.class, path.toString(), "stay");
        while (!owner.said().contains("taken")) {
            assertTrue(owner.process().isAlive(), owner::said);
            Thread.sleep(10);
        }
        IOException refused = assertThrows(IOException.class, () -> open(path, "agent"));
        assertTrue(refused.getMessage().contains("process " + owner.process().pid() + " on "), refused.getMessage());
        owner.process().destroyForcibly().waitFor();
        open(path, "agent").close();
    }

    @Test
    void by_default_it_is_beside_the_first_file() throws IOException {
        Path file = folder.resolve("log/audit.ndjson");
        try (StateFolder state = StateFolder.openDefault(file, "any", "agent", messages::add)) {
            assertEquals(folder.toRealPath().resolve("log/audit.state"), state.path());
        }
        assertEquals(Path.of("/x/audit.2.state"), StateFolder.beside(Path.of("/x/audit.2.ndjson")));
        assertEquals(Path.of("audit.state"), StateFolder.beside(Path.of("audit")));
        assertEquals(Path.of(".audit.state"), StateFolder.beside(Path.of(".audit")));
        assertEquals(List.of(), messages);
    }

    @Test
    void without_a_file_it_is_in_the_temporary_folder_with_a_warning_one_for_each_live_process() throws Exception {
        String before = System.setProperty("java.io.tmpdir", folder.toString());
        try {
            StateFolder first = StateFolder.openDefault(null, "one", "agent", messages::add);
            try (StateFolder second = StateFolder.openDefault(null, "one", "agent", messages::add);
                    StateFolder other = StateFolder.openDefault(Path.of("/dev/null"), "two", "agent", messages::add)) {
                String name = first.path().getFileName().toString();
                assertTrue(name.startsWith("caretrail-"), name);
                assertEquals(name + "-2", second.path().getFileName().toString());
                assertFalse(other.path().toString().contains(name));
                assertEquals(3, messages.size());
                assertTrue(messages.get(0).contains("set state"), messages::toString);
                Path left = first.path();
                first.close();
                try (StateFolder again = StateFolder.openDefault(null, "one", "agent", messages::add)) {
                    assertEquals(left, again.path());
                }
            }
        } finally {
            System.setProperty("java.io.tmpdir", before);
        }
    }

    @Test
    void what_another_user_could_have_put_into_the_temporary_folder_is_not_used() throws Exception {
        String before = System.setProperty("java.io.tmpdir", folder.toString());
        try {
            StateFolder first = StateFolder.openDefault(null, "one", "agent", messages::add);
            Path trap = first.path();
            first.close();
            Path target = Files.move(trap, folder.resolve("elsewhere"));
            Files.createSymbolicLink(trap, target);
            try (StateFolder taken = StateFolder.openDefault(null, "one", "agent", messages::add)) {
                assertEquals(trap + "-2", taken.path().toString());
            }
            assertTrue(messages.get(1).contains("not made by this user"), messages::toString);
        } finally {
            System.setProperty("java.io.tmpdir", before);
        }
    }

    @Test
    void a_folder_that_cannot_be_made_says_what_to_do() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        IOException refused = assertThrows(IOException.class, () -> open(file.resolve("state"), "agent"));
        assertTrue(refused.getMessage().contains("set state to another folder"), refused.getMessage());
        assertThrows(IOException.class, () -> open(file, "agent"));
    }

    private ChildJvm runOwner(Path path) throws IOException {
        return ChildJvm.start(folder, List.of(), Owner.class, path.toString());
    }

    /** Takes a folder in a process of its own. */
    static final class Owner {
        public static void main(String[] arguments) throws Exception {
            try {
                StateFolder state = StateFolder.open(Path.of(arguments[0]), "child", System.err::println);
                System.out.println("taken " + state.path());
                if (arguments.length > 1) {
                    Thread.sleep(60_000);
                }
            } catch (IOException e) {
                System.err.println(e.getMessage());
                System.exit(1);
            }
        }
    }
}
