package io.longshore.testing.frameworks;

import static io.longshore.testing.frameworks.Check.HTTP2;
import static io.longshore.testing.frameworks.Check.TLS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A row of the matrix: programs in `testing/frameworks/FOLDER`, run unmodified in JVMs of their own.
///
/// @param name    as its makers write it
/// @param folder  the Maven module with the programs
/// @param jar     the start of the jar's name that tells the version; "" for the JDK's own
/// @param java    the oldest Java that it runs on
/// @param server  the class that is the server; "" where its module's jar is all
/// @param clients the classes that are clients; the first does the checks over HTTP where the framework has none
/// @param without checks of what the framework has not
record Framework(String name, String folder, String jar, int java, String server, List<String> clients,
        Set<Check> without) {

    private static final String JDK_CLIENT = "JdkClientProgram";
    /// Instead of a class: the module's jar is an application of its own.
    private static final String FAT_JAR = "";

    static final List<Framework> ALL = List.of(
            of("JDK HttpServer, HttpClient", "program", "", "JdkServerProgram", JDK_CLIENT).without(HTTP2),
            of("Netty", "netty", "netty-transport", "NettyServerProgram", JDK_CLIENT, "NettyClientProgram"),
            of("Tomcat", "tomcat", "tomcat-embed-core", "TomcatProgram", JDK_CLIENT),
            of("Tomcat, NIO2", "tomcat", "tomcat-embed-core", "TomcatNio2Program", JDK_CLIENT),
            of("Jetty", "jetty", "jetty-server", "JettyServerProgram", JDK_CLIENT, "JettyClientProgram"),
            of("Undertow", "undertow", "undertow-core", "UndertowProgram", JDK_CLIENT),
            of("Helidon", "helidon", "helidon-webserver", "HelidonServerProgram", JDK_CLIENT, "HelidonClientProgram")
                    .since(21),
            of("Vert.x", "vertx", "vertx-core", "VertxServerProgram", JDK_CLIENT, "VertxClientProgram"),
            of("Spring Boot, fat jar", "spring", "spring-boot", FAT_JAR, JDK_CLIENT),
            of("gRPC-Java", "grpc", "grpc-core", "GrpcServerProgram", "GrpcClientProgram"),
            of("Kafka broker, clients", "kafka", "kafka-clients", "KafkaBrokerProgram", "KafkaClientProgram")
                    .without(HTTP2),
            of("ZooKeeper", "zookeeper", "zookeeper", "ZooKeeperServerProgram", "ZooKeeperClientProgram")
                    .without(TLS, HTTP2));

    private static Framework of(String name, String folder, String jar, String server, String... clients) {
        return new Framework(name, folder, jar, 17, server, List.of(clients), EnumSet.noneOf(Check.class));
    }

    private Framework without(Check... absent) {
        return new Framework(name, folder, jar, java, server, clients, Set.of(absent));
    }

    private Framework since(int oldest) {
        return new Framework(name, folder, jar, oldest, server, clients, without);
    }

    boolean has(Check check) {
        return !without.contains(check);
    }

    boolean isBuilt() {
        return Files.isDirectory(app(folder));
    }

    /// A module's jars, and nothing else: the programs' class path.
    private static Path app(String folder) {
        return Path.of("..", folder, "target", "app").toAbsolutePath().normalize();
    }

    /// What stands behind `java` to start one of its programs.
    List<String> launch(String program) throws IOException {
        if (program.equals(FAT_JAR)) {
            return List.of("-jar", jars("frameworks-" + folder + "-").getFirst().toString());
        }
        return List.of("-cp", app(program.equals(JDK_CLIENT) ? "program" : folder) + "/*",
                "io.longshore.testing.frameworks." + program);
    }

    /// The version that was built, as its jar says; "" for the JDK's own.
    String version() throws IOException {
        if (server.equals(FAT_JAR)) {
            return inside(jars("frameworks-" + folder + "-").getFirst());
        }
        List<Path> found = jar.isEmpty() ? List.of() : jars(jar + "-");
        return found.isEmpty() ? "" : found.getFirst().getFileName().toString().substring(jar.length() + 1)
                .replaceAll("(\\.Final)?\\.jar$", "");
    }

    private String inside(Path fat) throws IOException {
        Pattern name = Pattern.compile(".*/" + jar + "-(\\d.*)\\.jar");
        try (JarFile file = new JarFile(fat.toFile())) {
            return file.stream().map(entry -> name.matcher(entry.getName())).filter(Matcher::matches)
                    .map(found -> found.group(1)).findFirst().orElse("");
        }
    }

    private List<Path> jars(String start) throws IOException {
        try (Stream<Path> files = Files.list(app(folder))) {
            return files.filter(file -> file.getFileName().toString().matches(start + "[a-z]*-?\\d.*\\.jar")).sorted()
                    .toList();
        }
    }
}
