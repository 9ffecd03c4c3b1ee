package io.caretrail.filter.spring;

import java.lang.reflect.Method;
import org.springframework.boot.web.servlet.ServletContextInitializer;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Whether this jar and Spring Boot mean the same servlets: 2.7 has javax, 3 and 4 have jakarta. Thread-safe. */
class SameServletApi implements Condition {

    /** The build makes it javax in the jar for that. */
    private static final String OURS = "jakarta.servlet.ServletContext";

    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
        return theirs().equals(OURS);
    }

    /** Which one it is and which jar to take instead. */
    static String problem() {
        boolean javax = theirs().startsWith("javax");
        return "Caretrail: the application has the filter for " + (javax ? "jakarta" : "javax") + " servlets, and this"
                + " Spring Boot has " + (javax ? "javax" : "jakarta")
                + " servlets; take io.caretrail:caretrail-spring-boot-starter "
                + (javax ? "with the classifier javax" : "without a classifier") + " instead";
    }

    private static String theirs() {
        for (Method method : ServletContextInitializer.class.getMethods()) {
            if (method.getName().equals("onStartup")) {
                return method.getParameterTypes()[0].getName();
            }
        }
        return "";
    }
}
