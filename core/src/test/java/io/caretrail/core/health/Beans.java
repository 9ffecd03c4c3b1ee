package io.caretrail.core.health;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Objects;
import javax.management.InstanceNotFoundException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** What an operator sees in this JVM. */
final class Beans {

    private static final long PATIENCE_MILLIS = 20_000;
    private static final long LOOK_AGAIN_MILLIS = 20;

    private Beans() {}

    /** The names of ours, sorted. */
    static List<String> names() throws Exception {
        return server().queryNames(new ObjectName("io.caretrail:*"), null).stream()
                .map(ObjectName::toString)
                .sorted()
                .toList();
    }

    static Object read(String name, String attribute) throws Exception {
        return server().getAttribute(new ObjectName(name), attribute);
    }

    /** Waits until it has that value. */
    static void await(String name, String attribute, Object value) throws Exception {
        Object seen = "no such MBean";
        for (long end = System.currentTimeMillis() + PATIENCE_MILLIS; System.currentTimeMillis() < end; ) {
            try {
                seen = read(name, attribute);
                if (Objects.equals(seen, value)) {
                    return;
                }
            } catch (InstanceNotFoundException notYet) {
                seen = notYet;
            }
            Thread.sleep(LOOK_AGAIN_MILLIS);
        }
        throw new AssertionError(name + " " + attribute + " is " + seen + " and not " + value);
    }

    static void awaitNames(List<String> names) throws Exception {
        for (long end = System.currentTimeMillis() + PATIENCE_MILLIS; System.currentTimeMillis() < end; ) {
            if (names().equals(names)) {
                return;
            }
            Thread.sleep(LOOK_AGAIN_MILLIS);
        }
        throw new AssertionError("there are " + names() + " and not " + names);
    }

    private static MBeanServer server() {
        return ManagementFactory.getPlatformMBeanServer();
    }
}
