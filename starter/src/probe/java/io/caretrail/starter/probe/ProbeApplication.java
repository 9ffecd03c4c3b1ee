package io.caretrail.starter.probe;

import java.security.Principal;
import java.util.concurrent.Callable;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.servlet.support.SpringBootServletInitializer;
import org.springframework.context.annotation.Bean;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** An application as anybody writes it, with nothing of Caretrail in it: one source for Spring Boot 2.7, 3.5 and 4.0. */
@SpringBootApplication
@RestController
public class ProbeApplication extends SpringBootServletInitializer {

    public static void main(String[] arguments) {
        SpringApplication.run(ProbeApplication.class, arguments);
    }

    @Override
    protected SpringApplicationBuilder configure(SpringApplicationBuilder builder) {
        return builder.sources(ProbeApplication.class);
    }

    @GetMapping("/fhir/Patient/{id}")
    String read(Principal user, @PathVariable("id") String id) {
        LoggerFactory.getLogger(getClass()).info("read with the correlation id {}", MDC.get("correlationId"));
        return "Patient " + id + " for " + user.getName();
    }

    @GetMapping("/later")
    Callable<String> later() {
        return () -> "later";
    }

    @GetMapping("/broken")
    String broken() {
        throw new IllegalStateException("broken");
    }

    @GetMapping("/open")
    String open() {
        return "open";
    }

    @GetMapping("/admin")
    String admin() {
        return "admin";
    }

    @Bean
    @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
    SecurityFilterChain rules(HttpSecurity http) throws Exception {
        return http.authorizeHttpRequests(rules -> rules.requestMatchers(
                                request -> request.getRequestURI().endsWith("/open"))
                        .permitAll()
                        .requestMatchers(request -> request.getRequestURI().endsWith("/admin"))
                        .hasRole("ADMIN")
                        .anyRequest()
                        .authenticated())
                .httpBasic(Customizer.withDefaults())
                .formLogin(Customizer.withDefaults())
                .csrf(csrf -> csrf.disable())
                .build();
    }

    @Bean
    UserDetailsService users() {
        return new InMemoryUserDetailsManager(User.withUsername("nurse")
                .password("{noop}florence")
                .roles("USER")
                .build());
    }
}
