package io.caretrail.agent.hook;

/** Lets tests run what is written for {@code jakarta.servlet} on servers of the older namespace. */
public final class JavaxClasses {

    private JavaxClasses() {}

    /** The class file with {@code jakarta.servlet} read as {@code javax.servlet}. */
    public static byte[] of(byte[] classFile) {
        return Namespace.toJavax(classFile);
    }
}
