package io.caretrail.agent.hook;

import java.util.List;

/**
 * One method of a server to hook.
 *
 * @param name of the hook; also the bridge's field: a Java identifier, unique over all containers. Points of one name are
 *     where several versions of a server have the same thing: one of them must fit
 * @param className of the server's class; or of an interface, all of whose implementations are meant
 * @param method its name
 * @param parameters the names of its parameters' types, so that a method that merely has the same name is left alone
 * @param shape what is passed on
 * @param beginning whether exchanges begin there: a call of it that fails can cost both records of one
 */
public record HookPoint(
        String name, String className, String method, List<String> parameters, Shape shape, boolean beginning) {

    /** One at which no exchange begins. */
    public HookPoint(String name, String className, String method, List<String> parameters, Shape shape) {
        this(name, className, method, parameters, shape, false);
    }

    /** The same, at which exchanges begin. */
    public HookPoint asBeginning() {
        return new HookPoint(name, className, method, parameters, shape, true);
    }

    @Override
    public String toString() {
        return className + "." + method + "(" + String.join(", ", parameters) + ")";
    }
}
