package io.caretrail.filter;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.OriginLookup;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletContextInitializer;

/** Holds the structure that the design describes: one source for both servlet namespaces, and no framework. */
class ArchitectureTest {

    private static final String FILTER = "io.caretrail.filter";

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(FILTER);

    /**
     * So neither javax.servlet, which is made of jakarta.servlet later, nor Byte Buddy, nor Spring. The one class that
     * refuses the other namespace has to name it.
     */
    @Test
    void the_filter_uses_the_core_and_jakarta_servlet_and_nothing_else() {
        classes()
                .that()
                .doNotHaveSimpleName("OtherNamespace")
                .and()
                .resideOutsideOfPackage(FILTER + ".spring")
                .and()
                .resideOutsideOfPackage(FILTER + ".logback")
                .and()
                .doNotHaveSimpleName("DiagnosticAppender")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        FILTER + "..",
                        "io.caretrail.core..",
                        "jakarta.servlet..",
                        "java..",
                        "javax.security.auth.x500",
                        "org.jspecify..",
                        "org.slf4j..")
                .check(CLASSES);
    }

    /** In the jar they stand as they were compiled, for the application's Logback: nothing that is relocated may be in them. */
    @Test
    void what_reads_logback_uses_no_library_that_the_jar_relocates_but_that() {
        classes()
                .that()
                .resideInAPackage(FILTER + ".logback")
                .or()
                .haveSimpleName("DiagnosticAppender")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        FILTER,
                        FILTER + ".logback",
                        "io.caretrail.core.diagnostic",
                        "io.caretrail.core.record",
                        "java..",
                        "ch.qos.logback..",
                        "org.jspecify..",
                        "org.slf4j..")
                .check(CLASSES);
    }

    /** Applications without Spring never load it, and no class of a Spring Boot version or of Spring Security is needed. */
    @Test
    void the_starter_uses_of_spring_boot_what_every_version_has() {
        classes()
                .that()
                .resideInAPackage(FILTER + ".spring")
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                                FILTER + "..",
                                "io.caretrail.core.config",
                                "jakarta.servlet..",
                                "java..",
                                "org.apache.commons.logging",
                                "org.jspecify..",
                                "org.springframework.context..",
                                "org.springframework.core..",
                                "org.springframework.util")
                        .or(belongToAnyOf(
                                AbstractFailureAnalyzer.class,
                                AutoConfiguration.class,
                                ConditionalOnWebApplication.class,
                                FailureAnalysis.class,
                                FilterRegistrationBean.class,
                                Origin.class,
                                OriginLookup.class,
                                ServletContextInitializer.class)))
                .check(CLASSES);
        noClasses()
                .that()
                .resideOutsideOfPackage(FILTER + ".spring")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(FILTER + ".spring")
                .check(CLASSES);
    }

    /** The agent loads it once for each class loader of a server: it is a view, and brings nothing along. */
    @Test
    void the_servlet_adapter_uses_the_door_and_the_exchange_of_the_core() {
        classes()
                .that()
                .resideInAPackage(FILTER + ".servlet")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        FILTER + ".servlet",
                        "io.caretrail.core.door",
                        "io.caretrail.core.exchange",
                        "jakarta.servlet..",
                        "java..",
                        "javax.security.auth.x500",
                        "org.jspecify..")
                .check(CLASSES);
    }

    @Test
    void packages_are_free_of_cycles() {
        slices().matching(FILTER + ".(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void classes_are_named_after_what_they_are() {
        classes()
                .should()
                .haveNameNotMatching(".*(Util|Utils|Utility|Utilities|Helper|Helpers|Manager|Impl|Common)(\\$.*)?")
                .andShould()
                .haveNameNotMatching(".*\\.(util|utils|common|helper|helpers|manager|impl)\\..*")
                .check(CLASSES);
    }

    @Test
    void every_package_says_where_null_may_be() {
        List<JavaPackage> packages = CLASSES.getPackage(FILTER).getSubpackagesInTree().stream()
                .filter(found -> !found.getClasses().isEmpty())
                .toList();
        assertFalse(packages.isEmpty());
        assertEquals(
                List.of(),
                packages.stream()
                        .filter(found -> !found.isAnnotatedWith(NullMarked.class))
                        .toList());
    }
}
