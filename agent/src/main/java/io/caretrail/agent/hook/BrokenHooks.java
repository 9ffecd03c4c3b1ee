package io.caretrail.agent.hook;

import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Hooks that are made to throw on every call, so that a test can see that the application never does: {@code
 * -Dcaretrail.test.hookFailure=WHICH[:THROWABLE]}. WHICH is {@code begin} (those where exchanges begin), {@code end} (all
 * others), {@code all}, or names of hook points, separated by commas; THROWABLE the name of a class, IllegalStateException
 * when there is none. Immutable.
 */
final class BrokenHooks {

    static final String SWITCH = "caretrail.test.hookFailure";

    /** Without the switch: every hook does what it is there for. */
    static final BrokenHooks NONE = new BrokenHooks(Set.of(), IllegalStateException.class);

    private final Set<String> names;
    private final Class<? extends Throwable> thrown;

    private BrokenHooks(Set<String> names, Class<? extends Throwable> thrown) {
        this.names = names;
        this.thrown = thrown;
    }

    /**
     * Those that the switch's value names.
     *
     * @param value null when it is not set
     * @throws IllegalStateException when it names none: which there are
     */
    static BrokenHooks of(@Nullable String value, List<HookPoint> points) {
        if (value == null) {
            return NONE;
        }
        String[] parts = value.split(":", 2);
        Set<String> names = new TreeSet<>();
        for (String which : parts[0].split(",", -1)) {
            List<String> named = points.stream()
                    .filter(point -> isMeant(point, which))
                    .map(HookPoint::name)
                    .toList();
            if (named.isEmpty()) {
                throw new IllegalStateException("-D" + SWITCH + "=" + value + ": there is no hook \"" + which
                        + "\"; use begin, end, all or some of "
                        + points.stream().map(HookPoint::name).collect(Collectors.joining(",")));
            }
            names.addAll(named);
        }
        return new BrokenHooks(names, parts.length == 1 ? IllegalStateException.class : throwable(value, parts[1]));
    }

    private static boolean isMeant(HookPoint point, String which) {
        return switch (which) {
            case "all" -> true;
            case "begin" -> point.beginning();
            case "end" -> !point.beginning();
            default -> point.name().equals(which);
        };
    }

    private static Class<? extends Throwable> throwable(String value, String className) {
        try {
            Class<? extends Throwable> type = Class.forName(className).asSubclass(Throwable.class);
            type.getConstructor().newInstance();
            return type;
        } catch (ReflectiveOperationException | ClassCastException e) {
            throw new IllegalStateException(
                    "-D" + SWITCH + "=" + value + ": " + className
                            + " cannot be thrown; use a class of java.lang with a constructor without parameters",
                    e);
        }
    }

    /** Their names; empty when none is broken. */
    List<String> names() {
        return List.copyOf(names);
    }

    /** What stands behind a hook: as it is, or broken. */
    Edge.HooksFinder around(HookPoint point, Edge.HooksFinder finder) {
        if (!names.contains(point.name())) {
            return finder;
        }
        return type -> name -> (first, second) -> {
            throw BrokenHooks.<RuntimeException>sneaked(made());
        };
    }

    private Throwable made() {
        try {
            return thrown.getConstructor().newInstance();
        } catch (InvocationTargetException e) {
            return e.getCause() == null ? e : e.getCause();
        } catch (ReflectiveOperationException e) {
            return e;
        }
    }

    /** Checked ones too: the hooks of a server that has changed can throw what its methods did not declare. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T extends Throwable> RuntimeException sneaked(Throwable thrown) throws T {
        throw (T) thrown;
    }
}
