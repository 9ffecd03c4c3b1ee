package io.caretrail.agent.hook;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A public method, called by its name on objects whose classes cannot be named, since no class loader
 * sees all of them. Thread-safe.
 */
public final class PublicMethod {

    private final String name;
    private final List<Class<?>> parameters;
    private final ClassValue<Optional<Method>> byType = new ClassValue<>() {
        @Override
        protected Optional<Method> computeValue(Class<?> type) {
            return find(type);
        }
    };

    /** A method of that name with these types of parameters. */
    public PublicMethod(String name, Class<?>... parameters) {
        this.name = name;
        this.parameters = List.of(parameters);
    }

    /** What it returns; null also where the object has no such method. */
    public @Nullable Object of(Object target, Object... arguments) {
        Method method = byType.get(target.getClass()).orElse(null);
        if (method == null) {
            return null;
        }
        try {
            return method.invoke(target, arguments);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException(method + " cannot be asked", e);
        }
    }

    /** As declared by a public type: the class itself may be private to the server. */
    private Optional<Method> find(Class<?> type) {
        for (Class<?> each = type; each != null; each = each.getSuperclass()) {
            Optional<Method> found = declaredPublicly(each);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private Optional<Method> declaredPublicly(Class<?> type) {
        if (Modifier.isPublic(type.getModifiers())) {
            for (Method method : type.getDeclaredMethods()) {
                if (isIt(method)) {
                    return Optional.of(method);
                }
            }
        }
        for (Class<?> each : type.getInterfaces()) {
            Optional<Method> found = declaredPublicly(each);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private boolean isIt(Method method) {
        return method.getName().equals(name)
                && List.of(method.getParameterTypes()).equals(parameters)
                && !method.isBridge()
                && Modifier.isPublic(method.getModifiers());
    }
}
