package io.caretrail.filter.spring;

import io.caretrail.filter.Registration;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import java.util.EnumSet;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.core.PriorityOrdered;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Starts auditing with the server that Spring Boot starts, or that a war is deployed on, before any other filter is
 * registered: Spring Security's chain has -100, and priority is for those that have the highest precedence too. It ends with
 * the servlet context. What it registers beside the audit filter passes every request on where nothing is audited, as in
 * MockMvc.
 */
final class AuditStart extends FilterRegistrationBean<PassingFilter> implements PriorityOrdered {

    private final ConfigurableEnvironment environment;

    AuditStart(ConfigurableEnvironment environment, ApplicationUsers users) {
        super(users.binding());
        this.environment = environment;
        setName(AuditStart.class.getName());
        setDispatcherTypes(EnumSet.allOf(DispatcherType.class));
        setOrder(HIGHEST_PRECEDENCE);
    }

    @Override
    protected FilterRegistration.Dynamic addRegistration(String description, ServletContext context) {
        SpringConfiguration configuration = new SpringConfiguration(SpringProperties.of(environment));
        try {
            if (!Registration.register(context, configuration)) {
                configuration.isPassedOver();
            }
        } catch (ServletException e) {
            throw new StartRefusedException(e.getMessage());
        }
        return super.addRegistration(description, context);
    }
}
