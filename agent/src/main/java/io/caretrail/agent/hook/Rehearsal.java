package io.caretrail.agent.hook;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Hooks a class of ours for nobody, on a thread of its own, while the trail is opened: it takes six hundred classes of Byte
 * Buddy, which the server's first class would wait for otherwise. For one thread.
 */
public final class Rehearsal {

    /** Stands for the bridge's field; nothing reads it. */
    @SuppressWarnings("NonFinalStaticField") // as the bridge has it
    public static volatile @Nullable BiFunction<@Nullable Object, @Nullable Object, @Nullable Object> rehearsed;

    /** As different as they come. */
    private static final List<Shape> SHAPES = List.of(Shape.AROUND, Shape.ENTER_OR_ANSWER, Shape.EXIT_RETURNED);

    private final Thread thread = new Thread(Rehearsal::play, "caretrail-rehearsal");

    private Rehearsal() {}

    /** Begins; to be ended before hooks are installed, since Byte Buddy's classes must not meet two threads at first. */
    public static Rehearsal begin() {
        Rehearsal rehearsal = new Rehearsal();
        rehearsal.thread.setDaemon(true);
        rehearsal.thread.start();
        return rehearsal;
    }

    /** Returns when it is over; an interrupt stays pending. */
    public void end() {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** The class as it is hooked. */
    static byte[] play() {
        String name = Part.class.getName();
        Target target = new Target(Rehearsal.class.getClassLoader(), name, classFile());
        List<String> objects = List.of("java.lang.Object", "java.lang.Object", "java.lang.Object");
        return target.hooked(
                SHAPES.stream()
                        .map(shape -> new HookPoint("rehearsed", name, "answers", objects, shape))
                        .filter(target::declares)
                        .toList(),
                new Bridge(Rehearsal.class));
    }

    static byte[] classFile() {
        try (InputStream in = Rehearsal.class.getResourceAsStream("Rehearsal$Part.class")) {
            return Objects.requireNonNull(in, "Rehearsal$Part.class").readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a server's class looks like. */
    static final class Part {

        boolean answers(Object request, Object response, Object callback) {
            return request == response || callback == null;
        }
    }
}
