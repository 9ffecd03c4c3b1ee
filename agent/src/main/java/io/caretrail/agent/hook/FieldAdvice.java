package io.caretrail.agent.hook;

import java.util.function.BiFunction;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import org.jspecify.annotations.Nullable;

/** The advices of {@link Shape} that read fields of a server's own objects, which no method of theirs tells. */
@SuppressWarnings("ReturnValueIgnored") // what these hooks return is of no use
final class FieldAdvice {

    private FieldAdvice() {}

    static final class EnterExchange {
        @Advice.OnMethodEnter(suppress = Throwable.class)
        static void enter(
                @Hook BiFunction<@Nullable Object, @Nullable Object, @Nullable Object> hook,
                @Advice.FieldValue("exchange") Object exchange) {
            hook.apply(exchange, null);
        }
    }

    static final class EnterConnectionExchange {
        @Advice.OnMethodEnter(suppress = Throwable.class)
        static void enter(
                @Hook BiFunction<@Nullable Object, @Nullable Object, @Nullable Object> hook,
                @Advice.FieldValue("connection") Object connection,
                @Advice.FieldValue("httpServerExchange") @Nullable Object exchange) {
            hook.apply(connection, exchange);
        }
    }

    static final class EnterThisCloseState {
        @Advice.OnMethodEnter(suppress = Throwable.class)
        static void enter(
                @Hook BiFunction<@Nullable Object, @Nullable Object, @Nullable Object> hook,
                @Advice.This Object self,
                @Advice.FieldValue("closeState") Object closeState) {
            hook.apply(self, closeState);
        }
    }

    static final class EnterFirstResponseChannel {
        @Advice.OnMethodEnter(suppress = Throwable.class)
        static void enter(
                @Hook BiFunction<@Nullable Object, @Nullable Object, @Nullable Object> hook,
                @Advice.Argument(0) Object first,
                @Advice.FieldValue("responseChannel") Object responseChannel) {
            hook.apply(first, responseChannel);
        }
    }

    static final class EnterThisFullyFlushed {
        @Advice.OnMethodEnter(suppress = Throwable.class)
        static void enter(
                @Hook BiFunction<@Nullable Object, @Nullable Object, @Nullable Object> hook,
                @Advice.This Object self,
                @Advice.FieldValue(value = "fullyFlushed", typing = Assigner.Typing.DYNAMIC) Object fullyFlushed) {
            hook.apply(self, fullyFlushed);
        }
    }
}
