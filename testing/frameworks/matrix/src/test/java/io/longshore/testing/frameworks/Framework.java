package io.longshore.testing.frameworks;

import static io.longshore.testing.frameworks.Check.HTTP2;
import static io.longshore.testing.frameworks.Check.TLS;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// A row of the matrix: programs in `testing/frameworks/FOLDER`, run unmodified in JVMs of their own.
///
/// @param name    as its makers write it
/// @param folder  the Maven module with the programs
/// @param jar     the start of the jar's name that tells the version; "" for the JDK's own
/// @param java    the oldest Java that it runs on
/// @param server  the class that is the server
/// @param clients the classes that are clients; the first does the checks over HTTP where the framework has none
/// @param without checks of what the framework has not
record Framework(String name, String folder, String jar, int java, String server, List<String> clients,
        Set<Check> without) {

    private static final String JDK_CLIENT = "JdkClientProgram";

    static final List<Framework> ALL = List.of(
            of("JDK HttpServer, HttpClient", "program", "", "JdkServerProgram", JDK_CLIENT).without(HTTP2),
            of("Netty", "netty", "netty-transport", "NettyServerProgram", JDK_CLIENT, "NettyClientProgram"),
            of("Tomcat", "tomcat", "tomcat-embed-core", "TomcatProgram", JDK_CLIENT));

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
        return Files.isDirectory(app());
    }

    /// Its jars, and nothing else: the programs' class path.
    Path app() {
        return Path.of("..", folder, "target", "app").toAbsolutePath().normalize();
    }

    String className(String program) {
        return "io.longshore.testing.frameworks." + program;
    }

    /// The version that was built, as its jar says; "" for the JDK's own.
    String version() {
        String[] names = app().toFile().list((folder, name) -> !jar.isEmpty() && name.matches(jar + "-\\d.*\\.jar"));
        return names == null || names.length == 0 ? "" : names[0].substring(jar.length() + 1)
                .replaceAll("(\\.Final)?\\.jar$", "");
    }
}
