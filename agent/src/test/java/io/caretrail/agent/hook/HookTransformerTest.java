package io.caretrail.agent.hook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Classes of a server that are as the agent knows them, and such that are not. */
class HookTransformerTest {

    /** Stands for {@code java.lang.CaretrailHooks}. */
    @SuppressWarnings("NonFinalStaticField") // as the bridge has it
    public static final class Fields {
        public static BiFunction<Object, Object, Object> around;
        public static BiFunction<Object, Object, Object> enter;
        public static BiFunction<Object, Object, Object> exit;
    }

    /** A server, as loaded by a class loader of its own. */
    public static final class Server implements BiFunction<Object, Object, Object> {

        /** What makes a class worth a look to the fallback. */
        static final String LOOK = "/servlet/ServletRequest;";

        @Override
        public Object apply(Object request, Object response) {
            return service((String) request, (String) response);
        }

        String service(String request, String response) {
            if (request.isEmpty()) {
                throw new IllegalArgumentException("the server's own");
            }
            return request + " answered with " + response;
        }
    }

    private static final String SERVER = Server.class.getName();
    private static final List<String> STRINGS = List.of("java.lang.String", "java.lang.String");

    private final List<String> told = new ArrayList<>();

    private final Hooks.Listener listener = new Hooks.Listener() {
        @Override
        public void armed(String container, String className) {
            told.add(container + " armed in " + className);
        }

        @Override
        public void misfit(String container, String className, String reason) {
            told.add(container + " misfit in " + className + ": " + reason);
        }

        @Override
        public void failed(HookPoint point, Throwable failure) {
            throw new AssertionError(failure);
        }
    };

    @BeforeEach
    void connectNothing() {
        Fields.around = (first, second) -> null;
        Fields.enter = (first, second) -> null;
        Fields.exit = (first, second) -> null;
    }

    @Test
    void a_class_of_another_shape_is_left_alone_and_reported() throws Exception {
        Container container = container(
                new HookPoint("enter", SERVER, "service", STRINGS, Shape.ENTER_ARGUMENTS),
                new HookPoint("exit", SERVER, "serviced", STRINGS, Shape.EXIT_THROWN));
        Fields.enter = (first, second) -> {
            throw new AssertionError("half a class is hooked");
        };

        BiFunction<Object, Object, Object> server = load(container);

        assertEquals(
                List.of("Known misfit in " + SERVER + ": there is no " + SERVER
                        + ".serviced(java.lang.String, java.lang.String)"),
                told);
        assertEquals("a request answered with 200", server.apply("a request", "200"));
    }

    @Test
    void a_method_with_other_parameters_is_not_the_one() throws Exception {
        BiFunction<Object, Object, Object> server = load(container(
                new HookPoint("enter", SERVER, "service", List.of("java.lang.String", "long"), Shape.ENTER_ARGUMENTS)));

        assertEquals(
                List.of("Known misfit in " + SERVER + ": there is no " + SERVER + ".service(java.lang.String, long)"),
                told);
        assertEquals("a request answered with 200", server.apply("a request", "200"));
    }

    @Test
    void a_class_file_that_cannot_be_read_is_left_alone_and_reported() {
        byte[] whole = classFile();
        byte[] half = Arrays.copyOf(whole, whole.length / 2);

        assertNull(transformer(container(new HookPoint("enter", SERVER, "service", STRINGS, Shape.ENTER_ARGUMENTS)))
                .transform(new ClassLoader() {}, SERVER.replace('.', '/'), null, null, half));

        assertEquals(1, told.size());
        assertEquals(
                "Known misfit in " + SERVER,
                told.get(0).substring(0, told.get(0).indexOf(':')));
    }

    @Test
    void an_error_of_the_jvm_while_a_class_is_looked_at_is_reported() {
        ClassLoader overflowing = new ClassLoader() {
            @Override
            public InputStream getResourceAsStream(String name) {
                throw new StackOverflowError();
            }
        };
        Container fallback = new Container(
                "Any",
                SERVER,
                true,
                false,
                List.of(new HookPoint("around", "none.Servlet", "service", STRINGS, Shape.AROUND)),
                "none",
                List.of());

        assertNull(transformer(fallback).transform(overflowing, SERVER.replace('.', '/'), null, null, classFile()));

        assertEquals(List.of("servlet misfit in " + SERVER + ": java.lang.StackOverflowError"), told);
    }

    @Test
    void a_server_is_not_armed_before_the_class_in_which_requests_begin() throws Exception {
        Container container = new Container(
                "Known",
                Fields.class.getName(),
                false,
                false,
                List.of(new HookPoint("enter", SERVER, "service", STRINGS, Shape.ENTER_ARGUMENTS)),
                "none",
                List.of());
        List<Object> seen = new ArrayList<>();
        Fields.enter = (first, second) -> seen.add(first);

        assertEquals("a request answered with 200", load(container).apply("a request", "200"));

        assertEquals(List.of("a request"), seen);
        assertEquals(List.of(), told);
    }

    @Test
    void a_class_of_another_generation_is_none_of_the_servers() throws Exception {
        Container container = new Container(
                "Known",
                "a.server.Adapter",
                false,
                false,
                List.of(new HookPoint("enter", SERVER, "serve", STRINGS, Shape.ENTER_ARGUMENTS)),
                "none",
                List.of());

        assertEquals("a request answered with 200", load(container).apply("a request", "200"));

        assertEquals(List.of(), told);
    }

    @Test
    void a_class_without_its_servers_witness_is_another_servers_that_has_its_name() throws Exception {
        Container container = new Container(
                "Known",
                SERVER,
                "server.of.the.same.Maker",
                false,
                false,
                List.of(new HookPoint("enter", SERVER, "service", STRINGS, Shape.ENTER_ARGUMENTS)),
                "none",
                List.of());

        assertEquals("a request answered with 200", load(container).apply("a request", "200"));
        assertEquals(List.of(), told);
    }

    @Test
    void of_two_containers_with_one_class_the_one_that_is_there_is_hooked() throws Exception {
        HookPoint point = new HookPoint("enter", SERVER, "service", STRINGS, Shape.ENTER_ARGUMENTS);
        List<Object> seen = new ArrayList<>();
        Fields.enter = (first, second) -> seen.add(first);

        BiFunction<Object, Object, Object> server = load(new HookTransformer(
                List.of(
                        new Container(
                                "Elder",
                                "a.server.Adapter",
                                false,
                                false,
                                List.of(new HookPoint("exit", SERVER, "serve", STRINGS, Shape.EXIT_THROWN)),
                                "none",
                                List.of()),
                        container(point)),
                new Bridge(Fields.class),
                listener));

        assertEquals("a request answered with 200", server.apply("a request", "200"));

        assertEquals(List.of("Known armed in " + SERVER), told);
        assertEquals(List.of("a request"), seen);
    }

    @Test
    void of_points_of_one_name_one_has_to_fit() throws Exception {
        HookPoint moved = new HookPoint("enter", SERVER, "moved", STRINGS, Shape.ENTER_ARGUMENTS);
        HookPoint here = new HookPoint("enter", SERVER, "service", STRINGS, Shape.ENTER_ARGUMENTS);
        HookPoint elsewhere = new HookPoint("enter", Fields.class.getName(), "service", STRINGS, Shape.ENTER_ARGUMENTS);
        List<Object> seen = new ArrayList<>();
        Fields.enter = (first, second) -> seen.add(first);

        assertEquals("a request answered with 200", load(container(moved, here)).apply("a request", "200"));
        assertEquals(
                "another answered with 200", load(container(moved, elsewhere)).apply("another", "200"));

        assertEquals(List.of("a request"), seen);
        assertEquals(
                List.of(
                        "Known armed in " + SERVER,
                        "Known misfit in " + SERVER + ": there is no " + SERVER
                                + ".moved(java.lang.String, java.lang.String)"),
                told);
    }

    @Test
    void a_class_that_fits_calls_the_hooks() throws Exception {
        List<Object> seen = new ArrayList<>();
        Fields.enter = (first, second) -> seen.add(first + ", " + second);
        Fields.exit = (first, second) -> seen.add(second == null ? "returned" : second.getClass());
        BiFunction<Object, Object, Object> server = load(container(
                new HookPoint("enter", SERVER, "service", STRINGS, Shape.ENTER_ARGUMENTS),
                new HookPoint("exit", SERVER, "service", STRINGS, Shape.EXIT_THROWN)));

        assertEquals(List.of("Known armed in " + SERVER), told);
        assertEquals("a request answered with 200", server.apply("a request", "200"));
        assertThrows(IllegalArgumentException.class, () -> server.apply("", "200"));
        assertEquals(List.of("a request, 200", "returned", ", 200", IllegalArgumentException.class), seen);
    }

    @Test
    void hooks_that_throw_on_every_call_change_nothing() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        BiFunction<Object, Object, Object> broken = (first, second) -> {
            calls.incrementAndGet();
            throw new StackOverflowError();
        };
        Fields.around = broken;
        Fields.enter = broken;
        Fields.exit = broken;
        BiFunction<Object, Object, Object> server = load(container(
                new HookPoint("around", SERVER, "service", STRINGS, Shape.AROUND),
                new HookPoint("enter", SERVER, "service", STRINGS, Shape.ENTER_THIS),
                new HookPoint("exit", SERVER, "service", STRINGS, Shape.EXIT_RETURNED)));

        assertEquals("a request answered with 200", server.apply("a request", "200"));
        assertEquals(
                "the server's own",
                assertThrows(IllegalArgumentException.class, () -> server.apply("", "200"))
                        .getMessage());
        assertEquals(6, calls.get());
    }

    private BiFunction<Object, Object, Object> load(Container container) throws ReflectiveOperationException {
        return load(transformer(container));
    }

    private static BiFunction<Object, Object, Object> load(HookTransformer transformer)
            throws ReflectiveOperationException {
        ClassLoader loader = new ClassLoader(HookTransformerTest.class.getClassLoader()) {
            @Override
            protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
                if (!name.equals(SERVER)) {
                    return super.loadClass(name, resolve);
                }
                byte[] original = classFile();
                byte[] hooked = transformer.transform(this, name.replace('.', '/'), null, null, original);
                byte[] bytes = hooked == null ? original : hooked;
                return defineClass(name, bytes, 0, bytes.length);
            }
        };
        Constructor<?> constructor = loader.loadClass(SERVER).getConstructor();
        @SuppressWarnings("unchecked")
        BiFunction<Object, Object, Object> server = (BiFunction<Object, Object, Object>) constructor.newInstance();
        return server;
    }

    private HookTransformer transformer(Container container) {
        return new HookTransformer(List.of(container), new Bridge(Fields.class), listener);
    }

    private static Container container(HookPoint... points) {
        return new Container("Known", SERVER, false, false, List.of(points), "none", List.of());
    }

    private static byte[] classFile() {
        String resource = SERVER.replace('.', '/') + ".class";
        try (InputStream in = HookTransformerTest.class.getClassLoader().getResourceAsStream(resource)) {
            assertNotNull(in, resource);
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
