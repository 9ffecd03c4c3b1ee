package io.caretrail.agent.hook;

import java.lang.instrument.ClassFileTransformer;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Puts the advice into a server's classes as the JVM loads them. A class that is none of a server's costs a look into a
 * map, and, where no known server is there, a scan of its bytes for the servlet API: Byte Buddy is not touched before
 * there is something to do, which keeps the start short. Thread-safe.
 */
final class HookTransformer implements ClassFileTransformer {

    /** Stands in the descriptor of every {@code service} and {@code doFilter}, whichever the namespace. */
    private static final byte[] SERVLET_REQUEST = "/servlet/ServletRequest;".getBytes(StandardCharsets.US_ASCII);

    private static final String FALLBACK = "servlet";

    private final Map<String, List<Container>> byClass = new HashMap<>();
    private final List<Container> fallbacks = new ArrayList<>();
    private final List<WeakReference<ClassLoader>> armedLoaders = new CopyOnWriteArrayList<>();
    private final Bridge bridge;
    private final Hooks.Listener listener;

    HookTransformer(List<Container> containers, Bridge bridge, Hooks.Listener listener) {
        this.bridge = bridge;
        this.listener = listener;
        for (Container container : containers) {
            if (container.fallback()) {
                fallbacks.add(container);
            } else {
                container.points().stream()
                        .map(HookPoint::className)
                        .distinct()
                        .forEach(name -> byClass.computeIfAbsent(name.replace('.', '/'), none -> new ArrayList<>())
                                .add(container));
            }
        }
    }

    @Override
    public byte @Nullable [] transform(
            @Nullable ClassLoader loader,
            @Nullable String internalName,
            @Nullable Class<?> redefined,
            @Nullable ProtectionDomain domain,
            byte[] classFile) {
        if (internalName == null || loader == HookTransformer.class.getClassLoader()) {
            return null;
        }
        List<Container> known = byClass.get(internalName);
        if (known == null && (loader == null || !isCandidate(loader, classFile))) {
            return null;
        }
        String className = internalName.replace('/', '.');
        try {
            return known != null
                    ? hookKnown(known, loader, className, classFile)
                    : loader == null ? null : hookFallback(loader, className, classFile);
        } catch (RuntimeException | Error e) {
            // Errors too: what a transformer throws, the JVM drops without a word.
            listener.misfit(known == null ? FALLBACK : known.get(0).name(), className, e.toString());
            return null;
        }
    }

    /** Those of known servers. */
    Class<?>[] known(Class<?>[] loaded) {
        return Arrays.stream(loaded)
                .filter(type -> byClass.containsKey(type.getName().replace('.', '/')))
                .filter(type -> type.getClassLoader() == null || isOthers(type))
                .toArray(Class<?>[]::new);
    }

    /** Those that the fallback is for; in each of them it looks for its methods. */
    List<Class<?>> fallbackCandidates(Class<?>[] loaded) {
        Set<String> sought = fallbacks.stream()
                .flatMap(container -> container.points().stream())
                .map(HookPoint::className)
                .collect(Collectors.toSet());
        return Arrays.stream(loaded)
                .filter(HookTransformer::isOthers)
                .filter(type -> isAny(type, sought))
                .toList();
    }

    /** Hidden classes cannot be changed, and ours need not. */
    private static boolean isOthers(Class<?> type) {
        return type.getClassLoader() != null
                && type.getClassLoader() != HookTransformer.class.getClassLoader()
                && !type.isHidden();
    }

    private static boolean isAny(@Nullable Class<?> type, Set<String> names) {
        return type != null
                && (names.contains(type.getName())
                        || isAny(type.getSuperclass(), names)
                        || Arrays.stream(type.getInterfaces()).anyMatch(each -> isAny(each, names)));
    }

    /** A class of the fallback's that was loaded before and cannot be hooked. */
    void misfit(String className, String reason) {
        listener.misfit(FALLBACK, className, reason);
    }

    /** The API's own classes too: most servlets leave {@code service} to {@code HttpServlet}. */
    private boolean isCandidate(ClassLoader loader, byte[] classFile) {
        return contains(classFile, SERVLET_REQUEST) && !underKnownContainer(loader);
    }

    /** Whether the loader's parents include one whose server is hooked at container level, where all passes anyway. */
    private boolean underKnownContainer(ClassLoader loader) {
        for (ClassLoader ancestor = loader; ancestor != null; ancestor = ancestor.getParent()) {
            for (WeakReference<ClassLoader> armed : armedLoaders) {
                if (armed.refersTo(ancestor)) {
                    return true;
                }
            }
        }
        return false;
    }

    private byte @Nullable [] hookKnown(
            List<Container> known, @Nullable ClassLoader loader, String className, byte[] classFile) {
        Target target = new Target(loader, className, classFile);
        for (Container container : known) {
            if (target.sees(container.anchor()) && target.sees(container.witness())) {
                return hookKnown(container, target, loader, className);
            }
        }
        return null;
    }

    private byte @Nullable [] hookKnown(
            Container container, Target target, @Nullable ClassLoader loader, String className) {
        List<HookPoint> points = new ArrayList<>();
        for (HookPoint point : container.points()) {
            if (point.className().equals(className)) {
                if (target.declares(point)) {
                    points.add(point);
                } else if (container.points().stream()
                        .noneMatch(other -> other.name().equals(point.name()) && target.finds(other))) {
                    listener.misfit(container.name(), className, "there is no " + point);
                    return null;
                }
            }
        }
        byte[] hooked = points.isEmpty() ? null : target.hooked(points, bridge);
        // Requests begin there: the other classes alone audit nothing, and must not silence warning and fallback.
        if (className.equals(container.anchor())) {
            remember(loader);
            listener.armed(container.name(), className);
        }
        return hooked;
    }

    /** Once: a class that another agent retransforms comes again. All others are below the platform's, which says nothing. */
    private void remember(@Nullable ClassLoader loader) {
        if (loader != null
                && loader != ClassLoader.getPlatformClassLoader()
                && armedLoaders.stream().noneMatch(armed -> armed.refersTo(loader))) {
            armedLoaders.add(new WeakReference<>(loader));
        }
    }

    private byte @Nullable [] hookFallback(ClassLoader loader, String className, byte[] classFile) {
        Target target = new Target(loader, className, classFile);
        List<HookPoint> points = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (Container container : fallbacks) {
            if (!target.sees(container.anchor())) {
                continue;
            }
            int before = points.size();
            for (HookPoint point : container.points()) {
                if (target.declares(point) && target.isA(point.className())) {
                    points.add(point);
                }
            }
            if (points.size() > before) {
                names.add(container.name());
            }
        }
        if (points.isEmpty()) {
            return null;
        }
        byte[] hooked = target.hooked(points, bridge);
        // The API alone is no server: a known one may be about to load its own classes.
        if (!isApi(className)) {
            names.forEach(name -> listener.armed(name, className));
        }
        return hooked;
    }

    private static boolean isApi(String className) {
        return className.startsWith("jakarta.servlet.") || className.startsWith("javax.servlet.");
    }

    static boolean contains(byte[] bytes, byte[] sought) {
        int last = bytes.length - sought.length;
        for (int i = 0; i <= last; i++) {
            int j = 0;
            while (j < sought.length && bytes[i + j] == sought[j]) {
                j++;
            }
            if (j == sought.length) {
                return true;
            }
        }
        return false;
    }
}
