package io.caretrail.core;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Holds the structure that the design describes: data flows one way, and the core knows neither servlets nor bytecode. */
class ArchitectureTest {

    private static final String CORE = "io.caretrail.core";

    /** What each package may use of the core besides itself; a new package has to be entered here. */
    private static final Map<String, List<String>> MAY_USE = Map.ofEntries(
            Map.entry("record", List.of()),
            Map.entry("file", List.of()),
            Map.entry("uri", List.of()),
            Map.entry("operation", List.of()),
            Map.entry("door", List.of()),
            Map.entry("handoff", List.of("config", "file")),
            Map.entry("caller", List.of("door", "record", "uri")),
            Map.entry("config", List.of("record", "caller", "operation")),
            Map.entry("seal", List.of("file")),
            Map.entry("destination", List.of("config", "seal", "file")),
            Map.entry("spool", List.of("file")),
            Map.entry("http", List.of("config", "destination", "file")),
            Map.entry("trail", List.of("record", "config", "destination", "seal", "spool", "handoff")),
            Map.entry("health", List.of("trail")),
            Map.entry("diagnostic", List.of("record", "config", "uri", "caller", "exchange", "handoff", "trail")),
            Map.entry("query", List.of("uri", "operation", "destination")),
            Map.entry("exchange", List.of("door", "record", "config", "uri", "operation", "caller")));

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(CORE);

    @TestFactory
    Stream<DynamicTest> a_package_uses_only_what_comes_after_it_in_the_flow() {
        return MAY_USE.keySet().stream()
                .sorted()
                .map(name -> DynamicTest.dynamicTest(
                        name,
                        () -> noClasses()
                                .that()
                                .resideInAPackage(CORE + "." + name + "..")
                                .should()
                                .dependOnClassesThat(in(CORE).and(DescribedPredicate.not(inAnyOf(name))))
                                .allowEmptyShould(true)
                                .check(CLASSES)));
    }

    @Test
    void every_package_has_its_place_in_the_flow() {
        List<String> strangers = CLASSES.stream()
                .map(JavaClass::getPackageName)
                .filter(name -> !name.equals(CORE))
                .map(name -> name.substring(CORE.length() + 1).replaceFirst("\\..*", ""))
                .filter(name -> !MAY_USE.containsKey(name))
                .distinct()
                .toList();
        assertEquals(List.of(), strangers, "enter them in MAY_USE");
    }

    @Test
    void packages_are_free_of_cycles() {
        slices().matching(CORE + ".(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void the_core_knows_no_servlet_no_bytecode_and_no_framework() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "javax.servlet..",
                        "jakarta..",
                        "net.bytebuddy..",
                        "java.lang.instrument..",
                        "org.objectweb.asm..",
                        "org.springframework..",
                        "io.caretrail.filter..",
                        "io.caretrail.agent..")
                .check(CLASSES);
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
    void every_package_says_what_it_is_for_and_where_null_may_be() {
        JavaPackage core = CLASSES.getPackage(CORE);
        List<String> unmarked = new ArrayList<>();
        Stream.concat(Stream.of(core), core.getSubpackagesInTree().stream())
                .filter(pack -> !pack.isAnnotatedWith(NullMarked.class))
                .map(JavaPackage::getName)
                .forEach(unmarked::add);
        assertEquals(List.of(), unmarked);
        assertTrue(core.getSubpackagesInTree().size() >= MAY_USE.size());
    }

    private static DescribedPredicate<JavaClass> in(String pack) {
        return JavaClass.Predicates.resideInAPackage(pack + "..");
    }

    private static DescribedPredicate<JavaClass> inAnyOf(String name) {
        String[] allowed = Stream.concat(Stream.of(name), MAY_USE.get(name).stream())
                .map(other -> CORE + "." + other + "..")
                .toArray(String[]::new);
        return JavaClass.Predicates.resideInAnyPackage(allowed).as("in any of " + Arrays.toString(allowed));
    }
}
