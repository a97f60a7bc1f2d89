package io.longshore.testing.frameworks;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/// Every framework that is built, on Java 17 and 25, against the kernel's client and Longshore to Longshore.
///
/// `-Dlongshore.frameworks=netty,tomcat` and `-Dlongshore.java=25` choose rows; `-Dlongshore.table=write` writes the
/// tables of the documents anew.
class MatrixTest {

    private static final List<Integer> VERSIONS = List.of(17, 25);
    private static final Path LOGS = Path.of("target", "matrix").toAbsolutePath();
    private static final MatrixReport REPORT = new MatrixReport();

    private static TwoServers servers;

    @BeforeAll
    static void start() throws Exception {
        Assumptions.assumeTrue("root".equals(System.getProperty("user.name"))
                && Files.exists(Path.of("/dev/net/tun")), "needs root and /dev/net/tun for TAPs and a namespace");
        Files.createDirectories(LOGS);
        Fixtures.write(LOGS, Side.SERVER.address());
        servers = new TwoServers(Files.createTempDirectory("lsfw"));
    }

    @AfterAll
    static void stop() throws Exception {
        if (servers != null) {
            servers.close();
        }
        REPORT.write();
    }

    @TestFactory
    Stream<DynamicNode> everyFrameworkIsServed() {
        Map<Integer, Path> jdks = jdks();
        return VERSIONS.stream().filter(version -> isChosen("longshore.java", version.toString()))
                .flatMap(version -> Framework.ALL.stream()
                        .filter(framework -> isChosen("longshore.frameworks", framework.folder()))
                        .map(framework -> row(framework, version, jdks.get(version))));
    }

    private static DynamicNode row(Framework framework, int version, Path jdk) {
        String name = framework.name() + " on Java " + version;
        String without = reasonWithout(framework, version, jdk);
        if (version < framework.java()) {
            REPORT.addTooOld(framework, version);
        }
        if (without != null) {
            return dynamicTest(name, () -> Assumptions.abort(without));
        }
        Row row = new Row(framework, version, jdk);
        return dynamicContainer(name, Stream.concat(
                Stream.of(dynamicTest("its programs ran", () -> {
                    REPORT.add(row);
                    row.run(servers, LOGS);
                })),
                Arrays.stream(Check.values()).filter(framework::has).map(check -> dynamicTest(check.word(), () -> {
                    List<String> failures = row.failures(check);
                    if (!failures.isEmpty()) {
                        fail(String.join("\n  ", failures));
                    }
                }))));
    }

    private static String reasonWithout(Framework framework, int version, Path jdk) {
        if (version < framework.java()) {
            return framework.name() + " needs Java " + framework.java();
        }
        if (jdk == null) {
            return "no JDK " + version + " on this machine";
        }
        return framework.isBuilt() ? null : "not built; -Pframeworks builds all";
    }

    private static boolean isChosen(String property, String word) {
        String chosen = System.getProperty(property, "");
        return chosen.isEmpty() || List.of(chosen.split(",")).contains(word);
    }

    /// By version, as their release files say.
    private static Map<Integer, Path> jdks() {
        Map<Integer, Path> found = new TreeMap<>();
        try (Stream<Path> folders = Stream.concat(Files.list(Path.of("/usr/lib/jvm")),
                Stream.of(Path.of(System.getProperty("java.home"))))) {
            for (Path folder : folders.filter(folder -> Files.isExecutable(folder.resolve("bin/java"))).toList()) {
                Files.readString(folder.resolve("release")).lines().filter(line -> line.startsWith("JAVA_VERSION="))
                        .forEach(line -> found.put(Integer.valueOf(line.replaceAll("\\D*(\\d+).*", "$1")), folder));
            }
        } catch (Exception none) {
            return Map.of(Runtime.version().feature(), Path.of(System.getProperty("java.home")));
        }
        return found;
    }
}
