package io.caretrail.agent;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Holds the structure that the design describes: the hooks know no server, and what knows one stands by itself. */
class ArchitectureTest {

    private static final String AGENT = "io.caretrail.agent";

    /** What each package may use of the agent besides itself; a new package has to be entered here. */
    private static final Map<String, List<String>> MAY_USE = Map.ofEntries(
            Map.entry("cli", List.of()),
            Map.entry("hook", List.of()),
            Map.entry("jetty", List.of("hook")),
            Map.entry("jetty9", List.of("hook", "jetty")),
            Map.entry("tomcat", List.of("hook")),
            Map.entry("undertow", List.of("hook")),
            Map.entry("jdkserver", List.of("hook")),
            Map.entry("liberty", List.of("hook")),
            Map.entry("grizzly", List.of("hook")),
            Map.entry("servlet", List.of("hook")),
            Map.entry("logging", List.of("hook")),
            Map.entry(
                    "start",
                    List.of(
                            "hook",
                            "jetty",
                            "jetty9",
                            "tomcat",
                            "undertow",
                            "liberty",
                            "grizzly",
                            "jdkserver",
                            "servlet",
                            "logging")));

    /** What comes from outside, and the packages that may know it. */
    private static final Map<String, List<String>> KNOWN_TO = Map.ofEntries(
            Map.entry("org.apache", List.of("tomcat")),
            Map.entry("com.sun.net.httpserver", List.of("jdkserver")),
            Map.entry("org.eclipse.jetty", List.of("jetty")),
            Map.entry("io.undertow", List.of("undertow")),
            Map.entry("org.xnio", List.of("undertow")),
            Map.entry("org.glassfish.grizzly", List.of("grizzly")),
            Map.entry("jakarta.servlet", List.of("servlet")),
            Map.entry("io.caretrail.filter", List.of("servlet", "logging")),
            Map.entry("net.bytebuddy", List.of("hook")),
            Map.entry("java.lang.instrument", List.of("hook", "start")),
            Map.entry("ch.qos.logback", List.of("start", "logging")),
            Map.entry("com.sun.tools.attach", List.of("cli")),
            Map.entry("picocli", List.of("cli")));

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(AGENT);

    @TestFactory
    Stream<DynamicTest> a_package_uses_only_what_it_may() {
        return MAY_USE.entrySet().stream()
                .map(entry -> DynamicTest.dynamicTest(
                        entry.getKey(),
                        () -> noClasses()
                                .that()
                                .resideInAPackage(in(entry.getKey()))
                                .should()
                                .dependOnClassesThat(anyIn(AGENT)
                                        .and(not(anyIn(AGENT + "." + entry.getKey())))
                                        .and(not(anyOf(entry.getValue()))))
                                .check(CLASSES)));
    }

    @TestFactory
    Stream<DynamicTest> what_comes_from_outside_is_known_in_its_own_place_only() {
        return KNOWN_TO.entrySet().stream()
                .map(entry -> DynamicTest.dynamicTest(
                        entry.getKey(),
                        () -> noClasses()
                                .that(not(anyOf(entry.getValue())))
                                .should()
                                .dependOnClassesThat(anyIn(entry.getKey()))
                                .check(CLASSES)));
    }

    @Test
    void every_package_has_its_place() {
        TreeSet<String> packages = new TreeSet<>();
        CLASSES.forEach(type -> packages.add(type.getPackageName().substring(AGENT.length() + 1)));
        assertEquals(new TreeSet<>(MAY_USE.keySet()), packages, "enter them in MAY_USE");
    }

    @Test
    void packages_are_free_of_cycles() {
        slices().matching(AGENT + ".(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void of_the_filter_only_the_servlet_adapter_and_the_reader_of_logback_are_used() {
        noClasses()
                .should()
                .dependOnClassesThat(anyIn("io.caretrail.filter")
                        .and(not(anyIn("io.caretrail.filter.servlet")))
                        .and(not(anyIn("io.caretrail.filter.logback"))))
                .check(CLASSES);
    }

    /** The agent changes jakarta.servlet to javax.servlet where it loads its hooks; the source has one of them only. */
    @Test
    void the_sources_know_no_javax_servlet() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("javax.servlet..")
                .check(CLASSES);
    }

    /** They run before the class loader that could load anything else, on a Java that may be too old for it. */
    @Test
    void the_entry_classes_use_nothing_but_java() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", AGENT)
                .check(new ClassFileImporter().importPath(Path.of("target", "entry")));
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
        List<String> unmarked = MAY_USE.keySet().stream()
                .map(name -> CLASSES.getPackage(AGENT + "." + name))
                .filter(found -> !found.isAnnotatedWith(NullMarked.class))
                .map(JavaPackage::getName)
                .toList();
        assertEquals(List.of(), unmarked);
    }

    private static String in(String name) {
        return AGENT + "." + name + "..";
    }

    private static DescribedPredicate<JavaClass> anyIn(String pack) {
        return JavaClass.Predicates.resideInAPackage(pack + "..");
    }

    private static DescribedPredicate<JavaClass> anyOf(List<String> names) {
        return JavaClass.Predicates.resideInAnyPackage(
                names.stream().map(ArchitectureTest::in).toArray(String[]::new));
    }

    private static DescribedPredicate<JavaClass> not(DescribedPredicate<JavaClass> predicate) {
        return DescribedPredicate.not(predicate);
    }
}
