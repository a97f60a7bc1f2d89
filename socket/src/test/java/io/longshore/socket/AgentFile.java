package io.longshore.socket;

import io.longshore.channel.HostSlot;
import io.longshore.memory.Memory;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/** The agent's jar, put together from the classes under test: the build's own does not exist yet when tests run. */
final class AgentFile {

    private AgentFile() {
    }

    static Path build() throws IOException, URISyntaxException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Premain-Class", "io.longshore.socket.LongshoreAgent");
        Path file = Files.createTempFile("longshore-agent", ".jar");
        try (OutputStream out = Files.newOutputStream(file); JarOutputStream jar = new JarOutputStream(out, manifest)) {
            for (Class<?> one : List.of(Memory.class, HostSlot.class, AgentStart.class)) {
                addAll(jar, Path.of(one.getProtectionDomain().getCodeSource().getLocation().toURI()));
            }
        }
        return file;
    }

    /** Where a module was packaged already, its classes come from its jar. */
    private static void addAll(JarOutputStream jar, Path root) throws IOException {
        if (Files.isDirectory(root)) {
            addTree(jar, root);
            return;
        }
        try (FileSystem packaged = FileSystems.newFileSystem(root)) {
            addTree(jar, packaged.getPath("/"));
        }
    }

    private static void addTree(JarOutputStream jar, Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                String name = root.relativize(file).toString();
                if (name.startsWith("io/") && name.endsWith(".class")) {
                    jar.putNextEntry(new ZipEntry(name));
                    Files.copy(file, jar);
                }
            }
        }
    }
}
