package io.caretrail.agent.hook;

import java.util.function.BiFunction;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import net.bytebuddy.pool.TypePool;
import org.jspecify.annotations.Nullable;

/**
 * What a hook point passes on. Each shape is an advice that is inlined into a server's method; it touches {@code java.*}
 * and nothing else, because JBoss Modules and OSGi hand nothing else through to every class. Whatever it throws is
 * dropped there: the {@link Edge} behind the bridge has already counted it.
 */
@SuppressWarnings("ReturnValueIgnored") // only some have a use for what the hook returns
public enum Shape {
    /** On enter: the first and the second argument. */
    ENTER_ARGUMENTS(EnterArguments.class),
    /** The same; the method is left out when the hook returns {@link #SKIP}. */
    ENTER_OR_SKIP(EnterOrSkip.class),
    /** On enter: the first argument; the method is left out when the hook returns {@link #SKIP}. */
    ENTER_FIRST_OR_SKIP(EnterFirstOrSkip.class),
    /** On enter: the second and the first argument; the method is left out when the hook returns {@link #SKIP}. */
    ENTER_SECOND_OR_SKIP(EnterSecondOrSkip.class),
    /** On enter: the first and the fourth argument. */
    ENTER_FIRST_FOURTH(EnterFirstFourth.class),
    /** On enter: the exchange that this belongs to, its field of that name. */
    ENTER_EXCHANGE(FieldAdvice.EnterExchange.class),
    /** On enter: the connection that this reads from and the exchange it has read so far, its fields. */
    ENTER_CONNECTION_EXCHANGE(FieldAdvice.EnterConnectionExchange.class),
    /** On enter: this, a stream of HTTP/2, and how far it is closed, its field of that name. */
    ENTER_THIS_CLOSE_STATE(FieldAdvice.EnterThisCloseState.class),
    /** On enter: the first argument and the channel that its response goes to, a field. */
    ENTER_FIRST_RESPONSE_CHANNEL(FieldAdvice.EnterFirstResponseChannel.class),
    /** On enter: this, a channel, and whether all of it has been sent, its field. */
    ENTER_THIS_FULLY_FLUSHED(FieldAdvice.EnterThisFullyFlushed.class),
    /** On enter: the first and the third argument. */
    ENTER_FIRST_THIRD(EnterFirstThird.class),
    /** On enter: this and the first argument. */
    ENTER_THIS_ARGUMENT(EnterThisArgument.class),
    /** On enter: this and all arguments, in an array. */
    ENTER_THIS_ARGUMENTS(EnterThisArguments.class),
    /** On exit, also by an exception: this and the exception. */
    EXIT_THIS_THROWN(ExitThisThrown.class),
    /** On enter: this and the second argument. */
    ENTER_THIS_SECOND(EnterThisSecond.class),
    /** On enter: the object that this inner object belongs to, and the second argument. */
    ENTER_OUTER_SECOND(EnterOuterSecond.class),
    /** On enter: this. */
    ENTER_THIS(EnterThis.class),
    /** The same; the method is left out when the hook returns {@link #SKIP}. */
    ENTER_THIS_OR_SKIP(EnterThisOrSkip.class),
    /**
     * On enter: the first and the third argument. Where the hook returns {@link #SKIP}, it has answered: the method is left
     * out and returns true.
     */
    ENTER_OR_ANSWER(EnterFirstThirdOrSkip.class, ExitAnswered.class),
    /** On enter: the first argument. Where the hook returns {@link #SKIP}, it has answered, as above. */
    ENTER_FIRST_OR_ANSWER(EnterFirstOrSkip.class, ExitAnswered.class),
    /** On enter: this and the first argument, a Runnable; where the hook returns one, that is run in its place. */
    ENTER_REPLACE_TASK(EnterReplaceTask.class),
    /** On exit, also by an exception: the second argument and the exception. */
    EXIT_SECOND_THROWN(ExitSecondThrown.class),
    /** On exit, but not by an exception: the second argument and what the method returns. */
    EXIT_SECOND_RETURNED(ExitSecondReturned.class),
    /** On exit, but not by an exception: this. */
    EXIT_THIS(ExitThis.class),
    /** On exit, also by an exception: the first argument and the exception. */
    EXIT_THROWN(ExitThrown.class),
    /** On exit, also by an exception: the first argument and what the method returns. */
    EXIT_RETURNED(ExitReturned.class),
    /**
     * Around: the first and the second argument in, and on exit what that returned, and the exception. The method is left
     * out when the hook returns {@link #SKIP}.
     */
    AROUND(EnterOrSkip.class, ExitEntered.class),
    /** The same with this and the first argument. */
    AROUND_THIS(EnterThisArgumentOrSkip.class, ExitEntered.class);

    /** What a hook returns when the method it stands in must not run. Of a type that every class sees. */
    public static final Object SKIP = false;

    private final Class<?> advice;

    /** What is done on exit, where the advice is two classes. */
    private final @Nullable Class<?> exit;

    Shape(Class<?> advice) {
        this.advice = advice;
        this.exit = null;
    }

    Shape(Class<?> enter, Class<?> exit) {
        this.advice = enter;
        this.exit = exit;
    }

    Advice in(Advice.WithCustomMapping binding) {
        TypeDescription described = Advices.of(advice);
        return exit == null
                ? binding.to(described, Advices.FILES)
                : binding.to(described, Advices.of(exit), Advices.FILES);
    }

    /** As their class files describe them: to reflection, each of their annotations is a proxy with a class of its own. */
    private static final class Advices {

        static final ClassFileLocator FILES = ClassFileLocator.ForClassLoader.of(Shape.class.getClassLoader());
        private static final TypePool POOL = TypePool.Default.of(FILES);

        static TypeDescription of(Class<?> advice) {
            return POOL.describe(advice.getName()).resolve();
        }
    }

    static final class EnterArguments {
        @Advice.OnMethodEnter(suppress = Throwable.class)
        static void enter(
                @Hook BiFunction<@Nullable Object, @Nullable Object, @Nullable Object> hook,
                @Advice.Argument(0) Object first,
                @Advice.Argument(value = 1, typing = Assigner.Typing.DYNAMIC) Object second) {
            hook.apply(first, second);
        }
    }

    static final class EnterOrSkip {
        @Advice.OnMethodEnter(suppress = Throwable.class, skipOn = Boolean.class)
        static @Nullable Object enter(
                @Hook BiFunction<@Nullable Object, @Nullable Object, @Nullable Object> hook,
                @Advice.Argument(0) Object first,
                @Advice.Argument(1) Object second) {
            return hook.apply(first, second);
        }
    }

    static final class EnterFirstOrSkip {
        @Advice.OnMethodEnter(suppress = Throwable.class, skipOn = Boolean.class)
        static @Nullable Object enter(
                @Hook BiFunction<@Nullable Object, @Nullable Object, @Nullable Object> hook,
                @Advice.Argument(0) Object first) {
            return hook.apply(first, null);
        }
    }

    static final class EnterThisArguments {
        @Advice.OnMethodEnter(suppress = Throwable.class)
        static void enter(
                @Hook BiFunction<@Nullable Object, @Nullable Object, @Nullable Object> hook,
                @Advice.This Object self,
                @Advice.AllArguments Object[] arguments) {
            hook.apply(self, arguments);
        }
    }

    static final class ExitThisThrown {
        @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
        static void exit(
                @Hook BiFunction<@Nullable Object, @Nullable Object, @Nullable Object> hook,
                @Advice.This Object self,
                @Advice.Thrown @Nullable Throwable thrown) {
            hook.apply(self, thrown);
        }
    }

    static final class EnterSecondOrSkip {
        @Advice.OnMethodEnter(suppress = Throwable.class, skipOn = Boolean.class)
        static @Nullable Object enter(
                @Hook BiFunction<@Nullable Object, @Nullable Object, @Nullable Object> hook,
                @Advice.Argument(0) Object first,
                @Advice.Argument(1) Object second) {
            return hook.apply(second, first);
        }
    }

    static final class EnterFirstFourth {
        @Advice.OnMethodEnter(suppress = Throwable.class)
        static void enter(
                @Hook BiFunction<@Nullable Object, @Nullable Object, @Nullable Object> hook,
                @Advice.Argument(0) Object first,
                @Advice.Argument(3) Object fourth) {
            hook.apply(first, fourth);
        }
    }

    static final class EnterFirstThird {
        @Advice.OnMethodEnter(suppress = Throwable.class)
        static void enter(
                @Hook BiFunction<@Nullable Object, @Nullable Object, @Nullable Object> hook,
                @Advice.Argument(0) Object first,
                @Advice.Argument(value = 2, typing = Assigner.Typing.DYNAMIC) Object third) {
            hook.apply(first, third);
        }
    }

    static final class EnterThisArgument {
        @Advice.OnMethodEnter(suppress = Throwable.class)
        static void enter(
                @Hook BiFunction<@Nullable Object, @Nullable Object, @Nullable Object> hook,
                @Advice.This Object self,
                @Advice.Argument(value = 0, typing = Assigner.Typing.DYNAMIC) Object argument) {
            hook.apply(self, argument);
        }
    }

    static final class EnterThisSecond {
        @Advice.OnMethodEnter(suppress = Throwable.class)
        static void enter(
                @Hook BiFunction<@Nullable Object, @Nullable Object, @Nullable Object> hook,
                @Advice.This Object self,
                @Advice.Argument(value = 1, typing = Assigner.Typing.DYNAMIC) @Nullable Object second) {
            hook.apply(self, second);
        }
    }

    static final class EnterOuterSecond {
        @Advice.OnMethodEnter(suppress = Throwable.class)
        static void enter(
                @Hook BiFunction<@Nullable Object, @Nullable Object, @Nullable Object> hook,
                @Advice.FieldValue("this$0") Object outer,
                @Advice.Argument(value = 1, typing = Assigner.Typing.DYNAMIC) @Nullable Object second) {
            hook.apply(outer, second);
        }
    }

    static final class EnterReplaceTask {
        @Advice.OnMethodEnter(suppress = Throwable.class)
        @SuppressWarnings("UnusedAssignment")
        static void enter(
                @Hook BiFunction<@Nullable Object, @Nullable Object, @Nullable Object> hook,
                @Advice.This Object self,
                @Advice.Argument(value = 0, readOnly = false) Runnable task) {
            Object replacing = hook.apply(self, task);
            if (replacing instanceof Runnable replacement) {
                task = replacement;
            }
        }
    }

    static final class ExitSecondThrown {
        @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
        static void exit(
                @Hook BiFunction<@Nullable Object, @Nullable Object, @Nullable Object> hook,
                @Advice.Argument(1) Object second,
                @Advice.Thrown @Nullable Throwable thrown) {
            hook.apply(second, thrown);
        }
    }

    static final class ExitSecondReturned {
        @Advice.OnMethodExit(suppress = Throwable.class)
        static void exit(
                @Hook BiFunction<@Nullable Object, @Nullable Object, @Nullable Object> hook,
                @Advice.Argument(1) @Nullable Object second,
                @Advice.Return(typing = Assigner.Typing.DYNAMIC) @Nullable Object returned) {
            hook.apply(second, returned);
        }
    }

    static final class EnterThis {
        @Advice.OnMethodEnter(suppress = Throwable.class)
        static void enter(
                @Hook BiFunction<@Nullable Object, @Nullable Object, @Nullable Object> hook, @Advice.This Object self) {
            hook.apply(self, null);
        }
    }

    static final class EnterThisOrSkip {
        @Advice.OnMethodEnter(suppress = Throwable.class, skipOn = Boolean.class)
        static @Nullable Object enter(
                @Hook BiFunction<@Nullable Object, @Nullable Object, @Nullable Object> hook, @Advice.This Object self) {
            return hook.apply(self, null);
        }
    }

    static final class ExitThis {
        @Advice.OnMethodExit(suppress = Throwable.class)
        static void exit(
                @Hook BiFunction<@Nullable Object, @Nullable Object, @Nullable Object> hook, @Advice.This Object self) {
            hook.apply(self, null);
        }
    }

    static final class ExitThrown {
        @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
        static void exit(
                @Hook BiFunction<@Nullable Object, @Nullable Object, @Nullable Object> hook,
                @Advice.Argument(0) Object first,
                @Advice.Thrown @Nullable Throwable thrown) {
            hook.apply(first, thrown);
        }
    }

    static final class ExitReturned {
        @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
        static void exit(
                @Hook BiFunction<@Nullable Object, @Nullable Object, @Nullable Object> hook,
                @Advice.Argument(0) Object first,
                @Advice.Return(typing = Assigner.Typing.DYNAMIC) @Nullable Object returned) {
            hook.apply(first, returned);
        }
    }

    static final class EnterFirstThirdOrSkip {
        @Advice.OnMethodEnter(suppress = Throwable.class, skipOn = Boolean.class)
        static @Nullable Object enter(
                @Hook BiFunction<@Nullable Object, @Nullable Object, @Nullable Object> hook,
                @Advice.Argument(0) Object first,
                @Advice.Argument(2) Object third) {
            return hook.apply(first, third);
        }
    }

    static final class EnterThisArgumentOrSkip {
        @Advice.OnMethodEnter(suppress = Throwable.class, skipOn = Boolean.class)
        static @Nullable Object enter(
                @Hook BiFunction<@Nullable Object, @Nullable Object, @Nullable Object> hook,
                @Advice.This Object self,
                @Advice.Argument(0) Object first) {
            return hook.apply(self, first);
        }
    }

    static final class ExitAnswered {
        @Advice.OnMethodExit(suppress = Throwable.class)
        @SuppressWarnings("UnusedAssignment")
        static void exit(@Advice.Enter @Nullable Object answered, @Advice.Return(readOnly = false) boolean returned) {
            if (answered instanceof Boolean) {
                returned = true;
            }
        }
    }

    static final class ExitEntered {
        @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
        static void exit(
                @Hook BiFunction<@Nullable Object, @Nullable Object, @Nullable Object> hook,
                @Advice.Enter @Nullable Object token,
                @Advice.Thrown @Nullable Throwable thrown) {
            if (token != null && !(token instanceof Boolean)) {
                hook.apply(token, thrown);
            }
        }
    }
}
