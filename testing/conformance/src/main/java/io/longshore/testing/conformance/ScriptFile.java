package io.longshore.testing.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Scripts as files: `*.script`, in folders by mechanism; what they `use` lies in the folder `common` beside or above.
final class ScriptFile {

    private static final String SUFFIX = ".script";
    private static final String COMMON = "common";

    private ScriptFile() {
    }

    /// Reads one.
    static Script read(Path file) {
        return Script.parse(name(file), lines(file), used -> library(file, used));
    }

    /// Folder and file, without the suffix.
    static String name(Path file) {
        Path absolute = file.toAbsolutePath();
        return absolute.getParent().getFileName() + "/" + absolute.getFileName().toString().replace(SUFFIX, "");
    }

    private static List<String> library(Path file, String used) {
        for (Path folder = file.toAbsolutePath().getParent(); folder != null; folder = folder.getParent()) {
            Path found = folder.resolve(COMMON).resolve(used + SUFFIX);
            if (Files.exists(found)) {
                return lines(found);
            }
        }
        throw new ScriptFailure("there is no " + COMMON + "/" + used + SUFFIX + " beside or above " + file);
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new ScriptFailure(file + " cannot be read: " + e.getMessage());
        }
    }

    /// All scripts in a folder and below it, in order.
    static List<Path> all(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(SUFFIX))
                    .filter(file -> !file.getParent().endsWith(COMMON)).sorted().toList();
        }
    }
}
