package io.longshore.testing.tidy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.source.tree.RequiresTree;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The folder list is the architecture: arrows go down only.
class FloorsTest {

    private static final Path ROOT = SourceTree.root();
    private static final FloorPlan PLAN = FloorPlan.of(SourceTree.text(ROOT.resolve("ARCHITECTURE.md")));
    /// What an application's JVM loads.
    private static final Set<String> APPLICATION_SIDE = Set.of("memory", "channel", "socket");
    /// What tests have in common; it uses nothing of ours.
    private static final String FOR_ALL_TESTS = "io.longshore.testing.allocation";
    private static final Pattern PUBLIC = Pattern.compile("(java|jdk\\.jfr|io\\.longshore)\\..*");
    /// What it uses where it is there: `requires static`, and behind a class that is loaded by name.
    private static final Set<String> OPTIONAL = Set.of("jdk.jfr");
    private static final Pattern OUR_PACKAGE = Pattern.compile("(io\\.longshore\\.(?:testing\\.)?[a-z]+)\\..*");

    private static List<SourceFile> product() {
        return SourceTree.files().stream().filter(SourceFile::isProduct).toList();
    }

    private static void none(List<Finding> findings) {
        assertTrue(findings.isEmpty(), () -> findings.stream().map(Finding::toString)
                .collect(Collectors.joining("\n  ", findings.size() + " findings:\n  ", "")));
    }

    @Test
    void everyModuleOfTheBuildStandsOnAFloorOfTheArchitecture() {
        Set<String> built = Pattern.compile("<module>([a-z]+)</module>")
                .matcher(SourceTree.text(ROOT.resolve("pom.xml"))).results()
                .map(module -> module.group(1)).collect(Collectors.toCollection(TreeSet::new));
        assertEquals(built, PLAN.floors().keySet(), "the floors in ARCHITECTURE.md, the modules of pom.xml");
    }

    @Test
    void modulesRequireOnlyWhatIsBelowThem() {
        List<SourceFile> descriptors = product().stream().filter(SourceFile::isModuleInfo).toList();
        assertEquals(PLAN.floors().size(), descriptors.size(), "module descriptors");
        none(descriptors.stream().flatMap(descriptor -> PLAN.judge(descriptor).stream()).toList());
    }

    @Test
    void sourcesImportOnlyWhatIsBelowThem() {
        List<Finding> findings = new ArrayList<>();
        for (SourceFile file : SourceTree.files()) {
            file.imports().forEach(imported -> {
                String name = OUR_PACKAGE.matcher(imported.getQualifiedIdentifier().toString()).replaceAll("$1");
                String complaint = PLAN.complaint(file.module(), name);
                boolean ofTests = !file.isProduct() && name.equals(FOR_ALL_TESTS);
                if (complaint != null && !ofTests) {
                    findings.add(file.finding(imported, complaint, "let what both need move to a floor below them"));
                }
            });
        }
        none(findings);
    }

    @Test
    void pomsDependOnlyOnWhatIsBelowThem() {
        none(PLAN.floors().keySet().stream().flatMap(module -> Pom.of(ROOT.resolve(module)).dependencies().stream()
                        .filter(Pom.Dependency::isOurs)
                        .map(dependency -> PLAN.complaint(module, dependency.moduleName()))
                        .filter(Objects::nonNull)
                        .map(complaint -> new Finding(module + "/pom.xml:1", complaint, "a lower floor")))
                .toList());
    }

    @Test
    void aModuleHasOneFlatPackageOfItsOwnName() {
        none(product().stream().filter(file -> !file.isModuleInfo())
                .filter(file -> !file.path().contains("/io/longshore/" + file.module() + "/"
                        + Path.of(file.path()).getFileName()))
                .map(file -> file.finding(1, "not in io.longshore." + file.module(), "the module's package"))
                .toList());
    }

    @Test
    void theApplicationSideIsPureJavaSeventeenWithoutDependencies() {
        for (String module : APPLICATION_SIDE) {
            Pom pom = Pom.of(ROOT.resolve(module));
            assertEquals("17", pom.release(), module + "/pom.xml: maven.compiler.release");
            List<Pom.Dependency> foreign = pom.dependencies().stream()
                    .filter(dependency -> !dependency.isOurs() || !APPLICATION_SIDE.contains(dependency.artifact()))
                    .toList();
            assertEquals(List.of(), foreign, module + "/pom.xml: dependencies of what an application's JVM loads");
        }
    }

    @Test
    void theApplicationSideUsesNothingButThePlatformsPublicPackages() {
        List<Finding> findings = new ArrayList<>();
        for (SourceFile file : product()) {
            if (APPLICATION_SIDE.contains(file.module())) {
                file.imports().stream()
                        .filter(imported -> !PUBLIC.matcher(imported.getQualifiedIdentifier().toString()).matches())
                        .forEach(imported -> findings.add(file.finding(imported, "an application's JVM may not have "
                                + imported.getQualifiedIdentifier(), "a package java.*")));
            }
        }
        none(findings);
    }

    @Test
    void theApplicationSideRequiresNothingButJavaModules() {
        List<String> required = product().stream()
                .filter(file -> file.isModuleInfo() && APPLICATION_SIDE.contains(file.module()))
                .flatMap(file -> file.unit().getModule().getDirectives().stream())
                .filter(RequiresTree.class::isInstance)
                .map(RequiresTree.class::cast)
                .filter(directive -> !directive.isStatic() || !OPTIONAL.contains(directive.getModuleName().toString()))
                .map(directive -> directive.getModuleName().toString())
                .filter(name -> !name.startsWith("java.") && !name.startsWith("io.longshore."))
                .toList();
        assertEquals(List.of(), required);
    }

    @Test
    void everyModuleOfTheBuildHasSources() {
        Pattern.compile("<module>(.+)</module>").matcher(SourceTree.text(ROOT.resolve("pom.xml"))).results()
                .forEach(module -> assertTrue(isFurnished(ROOT.resolve(module.group(1))),
                        () -> module.group(1) + " is an empty room"));
    }

    /// Has sources, or modules of its own.
    private static boolean isFurnished(Path module) {
        return Files.isDirectory(module.resolve("src"))
                || SourceTree.text(module.resolve("pom.xml")).contains("<module>");
    }

    @Test
    void thePlanFindsArrowsThatDoNotGoDown() {
        FloorPlan plan = FloorPlan.of("| floor | module |\n|--:|---|\n| 2 | `top` |\n|  1 | `low` `side` | x `no` |\n");
        assertEquals(Set.of("top", "low", "side"), plan.floors().keySet());
        assertNull(plan.complaint("top", "io.longshore.low"));
        assertNull(plan.complaint("top", "java.net.http"));
        assertNull(plan.complaint("testing/simulation", "io.longshore.top"));
        assertEquals("low on floor 1 uses top on floor 2", plan.complaint("low", "io.longshore.top"));
        assertEquals("low on floor 1 uses side on floor 1", plan.complaint("low", "io.longshore.side"));
        assertEquals("the product's top uses io.longshore.testing.tidy",
                plan.complaint("top", "io.longshore.testing.tidy"));
        SourceFile descriptor = SourceTree.of("low/src/main/java/module-info.java",
                "module io.longshore.low {\n requires java.base;\n requires transitive io.longshore.top;\n}");
        assertEquals(List.of("low/src/main/java/module-info.java:3"),
                plan.judge(descriptor).stream().map(Finding::place).toList());
    }
}
