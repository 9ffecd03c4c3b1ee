package io.caretrail.filter.spring;

import io.caretrail.filter.Registration;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import java.util.EnumSet;
import org.springframework.boot.web.servlet.ServletContextInitializer;
import org.springframework.core.PriorityOrdered;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Starts auditing with the server that Spring Boot starts, or that a war is deployed on, before every other filter is
 * registered. It ends with the servlet context.
 */
final class AuditStart implements ServletContextInitializer, PriorityOrdered {

    private final ConfigurableEnvironment environment;
    private final ApplicationUsers users;

    AuditStart(ConfigurableEnvironment environment, ApplicationUsers users) {
        this.environment = environment;
        this.users = users;
    }

    /**
     * Spring Boot calls all initializers before all filters when an initializer is first. Priority makes it first: before
     * a filter of the application that also has the highest precedence.
     */
    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }

    @Override
    public void onStartup(ServletContext context) {
        SpringConfiguration configuration = new SpringConfiguration(SpringProperties.of(environment));
        try {
            if (!Registration.register(context, configuration)) {
                configuration.isPassedOver();
            }
        } catch (ServletException e) {
            throw new StartRefusedException(e.getMessage());
        }
        FilterRegistration.Dynamic binding = context.addFilter(ApplicationUsers.class.getName(), users.binding());
        if (binding != null) {
            binding.setAsyncSupported(true);
            binding.addMappingForUrlPatterns(EnumSet.allOf(DispatcherType.class), false, "/*");
        }
    }
}
