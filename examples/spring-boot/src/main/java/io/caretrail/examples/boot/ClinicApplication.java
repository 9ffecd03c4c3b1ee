package io.caretrail.examples.boot;

import static org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher.withDefaults;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.api.EncodingEnum;
import ca.uhn.fhir.rest.server.RestfulServer;
import ca.uhn.fhir.rest.server.provider.HashMapResourceProvider;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;

/** HAPI's plain server with patients and observations in memory, behind Spring Security. */
@SpringBootApplication
public class ClinicApplication {

    public static void main(String[] arguments) {
        SpringApplication.run(ClinicApplication.class, arguments);
    }

    @Bean
    ServletRegistrationBean<RestfulServer> fhir() {
        FhirContext r4 = FhirContext.forR4Cached();
        RestfulServer server = new RestfulServer(r4);
        server.setDefaultResponseEncoding(EncodingEnum.JSON);
        server.registerProvider(new HashMapResourceProvider<>(r4, Patient.class));
        server.registerProvider(new HashMapResourceProvider<>(r4, Observation.class));
        return new ServletRegistrationBean<>(server, "/fhir/*");
    }

    @Bean
    SecurityFilterChain rules(HttpSecurity http) throws Exception {
        return http.authorizeHttpRequests(rules -> rules.requestMatchers(
                                withDefaults().matcher(HttpMethod.GET, "/fhir/metadata"))
                        .permitAll()
                        .requestMatchers(withDefaults().matcher(HttpMethod.DELETE, "/fhir/**"))
                        .hasRole("PHYSICIAN")
                        .anyRequest()
                        .authenticated())
                .httpBasic(Customizer.withDefaults())
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .csrf(csrf -> csrf.disable())
                .build();
    }

    @Bean
    UserDetailsService staff() {
        return new InMemoryUserDetailsManager(
                User.withUsername("nurse")
                        .password("{noop}florence")
                        .roles("NURSE")
                        .build(),
                User.withUsername("dr.lee")
                        .password("{noop}stethoscope")
                        .roles("PHYSICIAN")
                        .build());
    }
}
