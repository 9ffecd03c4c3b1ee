package io.caretrail.agent.servlet.probe;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.nio.charset.StandardCharsets;
import java.security.ProtectionDomain;

/** A second agent, which sees each class after the first has had it, and prints the names of those that were hooked. */
public final class HookSpy {

    private HookSpy() {}

    public static void premain(String argument, Instrumentation instrumentation) {
        instrumentation.addTransformer(
                new ClassFileTransformer() {
                    @Override
                    public byte[] transform(
                            ClassLoader loader,
                            String name,
                            Class<?> redefined,
                            ProtectionDomain domain,
                            byte[] bytes) {
                        if (new String(bytes, StandardCharsets.ISO_8859_1).contains("java/lang/CaretrailHooks")) {
                            System.out.println("hooked " + name.replace('/', '.'));
                        }
                        return null;
                    }
                },
                true);
    }
}
