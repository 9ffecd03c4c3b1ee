package io.caretrail.filter.spring;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import java.util.EnumSet;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;

/**
 * Audits a Spring Boot application by its {@code caretrail.*} properties. Spring Boot finds it by
 * {@code META-INF/spring/org.springframework.boot.autoconfigure.AutoConfiguration.imports}. An application that the filter
 * cannot audit does not start, unless the operator allows it to.
 */
@AutoConfiguration
public class CaretrailAutoConfiguration {

    /** Called by Spring. */
    public CaretrailAutoConfiguration() {}

    /** Embedded servers and wars on a server of their own; nothing is called where the servlet context is a mock. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
    @Conditional(SameServletApi.class)
    static class OnServlets {

        /** Spring Boot's own default in every version, of a constant that has moved. */
        private static final int SECURITY_ORDER = -100;

        @Bean
        ApplicationUsers caretrailUsers() {
            return new ApplicationUsers();
        }

        @Bean
        AuditStart caretrailStart(ConfigurableEnvironment environment, ApplicationUsers caretrailUsers) {
            return new AuditStart(environment, caretrailUsers);
        }

        /** Behind Spring Security's filter chain, wherever the application has put that. */
        @Bean
        FilterRegistrationBean<Filter> caretrailUserNoting(Environment environment, ApplicationUsers caretrailUsers) {
            FilterRegistrationBean<Filter> noting = new FilterRegistrationBean<>(caretrailUsers.noting());
            int security = environment.getProperty("spring.security.filter.order", Integer.class, SECURITY_ORDER);
            noting.setOrder(security == Ordered.LOWEST_PRECEDENCE ? security : security + 1);
            noting.setDispatcherTypes(EnumSet.allOf(DispatcherType.class));
            return noting;
        }
    }

    /** The jar for the other servlet namespace: Spring Boot would call a method that it does not have. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
    @Conditional(OtherServletApi.class)
    static class OnOtherServlets {

        @Bean
        @Lazy(false)
        Unaudited caretrailUnaudited() {
            return Unaudited.becauseOf(SameServletApi.problem());
        }
    }

    /** WebFlux has no servlet filters. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
    static class OnReactiveServers {

        @Bean
        @Lazy(false)
        Unaudited caretrailUnaudited() {
            return Unaudited.becauseOf(
                    "Caretrail: this is a reactive application (WebFlux), which a servlet filter cannot"
                            + " audit; take the filter out of it and give the agent to its JVM");
        }
    }
}
