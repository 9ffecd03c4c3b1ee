package io.caretrail.agent.hook;

import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.commons.ClassRemapper;
import net.bytebuddy.jar.asm.commons.Remapper;

/** One source for both servlet namespaces: classes written against {@code jakarta.servlet}, read for {@code javax.servlet}. */
final class Namespace {

    private static final String JAKARTA = "jakarta/servlet/";
    private static final String JAVAX = "javax/servlet/";

    private Namespace() {}

    /** A class file whose references to {@code jakarta.servlet} have become references to {@code javax.servlet}. */
    static byte[] toJavax(byte[] classFile) {
        ClassWriter writer = new ClassWriter(0);
        Remapper remapper = new Remapper(Opcodes.ASM9) {
            @Override
            public String map(String internalName) {
                return internalName.startsWith(JAKARTA)
                        ? JAVAX + internalName.substring(JAKARTA.length())
                        : internalName;
            }

            @Override
            public Object mapValue(Object value) {
                if (value instanceof String text && text.startsWith("jakarta.servlet.")) {
                    return "javax.servlet." + text.substring("jakarta.servlet.".length());
                }
                return super.mapValue(value);
            }
        };
        new ClassReader(classFile).accept(new ClassRemapper(writer, remapper), 0);
        return writer.toByteArray();
    }
}
