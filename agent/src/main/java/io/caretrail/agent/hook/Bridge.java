package io.caretrail.agent.hook;

import java.lang.instrument.Instrumentation;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Field;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;

/**
 * The one class that both a server's hooked methods and we can see: {@code java.lang.CaretrailHooks}, with one static
 * field of type {@link BiFunction} for each hook point. It is made at start and defined in {@code java.lang}, the one
 * package that every class loader, JBoss Modules and OSGi included, takes from the platform. A read of a static field is
 * all that a hook costs before it reaches us. One field more, {@link #RECORDING}, is for the filter to read: the class is
 * there before anything is hooked, and also when a running server could not be hooked.
 */
final class Bridge {

    private static final String NAME = "java.lang.CaretrailHooks";

    /** Whether the hooks are in place, so that who records besides can leave it to us. */
    private static final String RECORDING = "recording";

    private final Class<?> type;

    /** @param type has a public static field for each point */
    Bridge(Class<?> type) {
        this.type = type;
    }

    /** Defines the class with a field for each point. */
    static Bridge define(Instrumentation instrumentation, List<HookPoint> points) {
        instrumentation.redefineModule(
                Object.class.getModule(),
                Set.of(),
                Map.of(),
                Map.of("java.lang", Set.of(Bridge.class.getModule())),
                Set.of(),
                Map.of());
        try {
            return new Bridge(MethodHandles.privateLookupIn(Object.class, MethodHandles.lookup())
                    .defineClass(classFile(points)));
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(NAME + " cannot be defined", e);
        } catch (LinkageError e) {
            throw new IllegalStateException(
                    NAME + " is already there: a second Caretrail agent in this JVM; give -javaagent once", e);
        }
    }

    /** Connects a hook point; must come before the hooked class is loaded. */
    void connect(HookPoint point, BiFunction<?, ?, ?> edge) {
        try {
            field(point).set(null, edge);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(NAME + "." + point.name(), e);
        }
    }

    Field field(HookPoint point) {
        return field(point.name());
    }

    private Field field(String name) {
        try {
            return type.getField(name);
        } catch (NoSuchFieldException e) {
            throw new IllegalStateException(NAME + "." + name, e);
        }
    }

    /** From here on nobody else needs to record. */
    void records() {
        try {
            field(RECORDING).setBoolean(null, true);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(NAME + "." + RECORDING, e);
        }
    }

    private static byte[] classFile(List<HookPoint> points) {
        ClassWriter writer = new ClassWriter(0);
        writer.visit(
                Opcodes.V1_8,
                Opcodes.ACC_PUBLIC | Opcodes.ACC_FINAL | Opcodes.ACC_SYNTHETIC,
                NAME.replace('.', '/'),
                null,
                "java/lang/Object",
                null);
        // Points of one name are one hook.
        for (String name :
                new LinkedHashSet<>(points.stream().map(HookPoint::name).toList())) {
            addField(writer, name, Type.getType(BiFunction.class));
        }
        addField(writer, RECORDING, Type.BOOLEAN_TYPE);
        writer.visitEnd();
        return writer.toByteArray();
    }

    private static void addField(ClassWriter writer, String name, Type type) {
        writer.visitField(
                        Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC | Opcodes.ACC_VOLATILE | Opcodes.ACC_SYNTHETIC,
                        name,
                        type.getDescriptor(),
                        null,
                        null)
                .visitEnd();
    }
}
