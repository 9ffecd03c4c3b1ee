package io.caretrail.agent.hook;

import static net.bytebuddy.matcher.ElementMatchers.hasSuperType;
import static net.bytebuddy.matcher.ElementMatchers.isAbstract;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.not;
import static net.bytebuddy.matcher.ElementMatchers.takesArgument;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import java.util.List;
import net.bytebuddy.ClassFileVersion;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.asm.AsmVisitorWrapper;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.scaffold.TypeInitializer;
import net.bytebuddy.implementation.Implementation;
import net.bytebuddy.implementation.Implementation.Context.FrameGeneration;
import net.bytebuddy.implementation.auxiliary.AuxiliaryType;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.matcher.ElementMatcher;
import net.bytebuddy.pool.TypePool;
import net.bytebuddy.utility.OpenedClassReader;
import org.jspecify.annotations.Nullable;

/** A class on its way into the JVM. */
final class Target {

    private final byte[] classFile;
    private final TypePool pool;
    private final TypeDescription type;

    Target(@Nullable ClassLoader loader, String className, byte[] classFile) {
        this.classFile = classFile;
        pool = TypePool.Default.of(new ClassFileLocator.Compound(
                ClassFileLocator.Simple.of(className, classFile), ClassFileLocator.ForClassLoader.of(loader)));
        type = pool.describe(className).resolve();
    }

    boolean declares(HookPoint point) {
        return declares(type, point);
    }

    /** Whether the point's own class has the method. */
    boolean finds(HookPoint point) {
        TypePool.Resolution found = pool.describe(point.className());
        return found.isResolved() && declares(found.resolve(), point);
    }

    private static boolean declares(TypeDescription type, HookPoint point) {
        return !type.getDeclaredMethods().filter(method(point)).isEmpty();
    }

    /** Whether there is such a class: applications carry classes for servers that are not there, and load them. */
    boolean sees(String className) {
        return pool.describe(className).isResolved();
    }

    /** An interface is one too: its default method may be what answers. */
    boolean isA(String interfaceName) {
        return hasSuperType(named(interfaceName)).matches(type);
    }

    byte[] hooked(List<HookPoint> points, Bridge bridge) {
        ClassReader reader = OpenedClassReader.of(classFile);
        ClassWriter writer = new ClassWriter(reader, AsmVisitorWrapper.NO_FLAGS);
        ClassVisitor visitor = writer;
        for (HookPoint point : points) {
            visitor = point.shape()
                    .in(Advice.withCustomMapping().bind(Hook.class, bridge.field(point)))
                    .on(method(point))
                    .wrap(
                            type,
                            visitor,
                            context(),
                            pool,
                            type.getDeclaredFields(),
                            type.getDeclaredMethods(),
                            AsmVisitorWrapper.NO_FLAGS,
                            AsmVisitorWrapper.NO_FLAGS);
        }
        reader.accept(visitor, AsmVisitorWrapper.NO_FLAGS);
        return writer.toByteArray();
    }

    /** Advice that adds no member needs nothing of it but the version. */
    private Implementation.Context context() {
        ClassFileVersion version = ClassFileVersion.ofClassFile(classFile);
        return Implementation.Context.Disabled.Factory.INSTANCE.make(
                type,
                new AuxiliaryType.NamingStrategy.SuffixingRandom("none"),
                TypeInitializer.None.INSTANCE,
                version,
                version,
                version.isAtLeast(ClassFileVersion.JAVA_V6) ? FrameGeneration.GENERATE : FrameGeneration.DISABLED);
    }

    private static ElementMatcher.Junction<MethodDescription> method(HookPoint point) {
        ElementMatcher.Junction<MethodDescription> method = named(point.method());
        method = method.and(takesArguments(point.parameters().size())).and(not(isAbstract()));
        for (int i = 0; i < point.parameters().size(); i++) {
            method = method.and(takesArgument(i, named(point.parameters().get(i))));
        }
        return method;
    }
}
