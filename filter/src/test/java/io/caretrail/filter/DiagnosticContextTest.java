package io.caretrail.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

class DiagnosticContextTest {

    private final DiagnosticContext context = DiagnosticContext.of(getClass().getClassLoader());

    @AfterEach
    void clear() {
        MDC.clear();
    }

    @Test
    void value_stands_in_the_applications_mdc_until_it_is_put_back() {
        String before = context.put("correlationId", "one");
        assertEquals("one", MDC.get("correlationId"));

        context.restore("correlationId", before);
        assertNull(MDC.get("correlationId"));
    }

    @Test
    void what_the_application_had_put_there_itself_is_put_back() {
        MDC.put("correlationId", "the application's");

        context.restore("correlationId", context.put("correlationId", "ours"));

        assertEquals("the application's", MDC.get("correlationId"));
    }

    @Test
    void empty_key_leaves_the_mdc_alone() {
        context.restore("", context.put("", "one"));

        assertNull(MDC.get(""));
    }

    @Test
    void application_without_slf4j_is_left_alone() {
        DiagnosticContext none = DiagnosticContext.of(ClassLoader.getPlatformClassLoader());

        assertSame(DiagnosticContext.NONE, none);
        assertNull(none.put("correlationId", "one"));
    }
}
