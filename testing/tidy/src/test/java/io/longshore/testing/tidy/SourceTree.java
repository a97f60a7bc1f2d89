package io.longshore.testing.tidy;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.tools.Diagnostic.Kind;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/// All Java sources of the house, parsed by the compiler's own parser, so that a rule sees what the compiler sees.
final class SourceTree {

    private SourceTree() {
    }

    /// The folder of the topmost `pom.xml` above the working directory.
    static Path root() {
        Path found = null;
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            found = Files.exists(folder.resolve("pom.xml")) ? folder : found;
        }
        if (found == null) {
            throw new IllegalStateException("no pom.xml above " + Path.of("").toAbsolutePath());
        }
        return found;
    }

    static List<SourceFile> files() {
        return House.FILES;
    }

    /// Parses one source that no file holds, as if it stood at `path`.
    static SourceFile of(String path, String text) {
        return parse(Map.of(path, text)).getFirst();
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new IllegalStateException("cannot read " + file, e);
        }
    }

    private static Map<String, String> read(Path root) {
        Map<String, String> texts = new TreeMap<>();
        try (Stream<Path> all = Files.walk(root)) {
            all.filter(file -> isSource(root.relativize(file)))
                    .forEach(file -> texts.put(root.relativize(file).toString(), text(file)));
        } catch (IOException e) {
            throw new IllegalStateException("cannot walk " + root, e);
        }
        return texts;
    }

    /// A folder may be unpacked beside the sources or be a build's output; only `…/src/…` that is ours counts.
    private static boolean isSource(Path relative) {
        String name = relative.toString();
        return name.endsWith(".java") && name.contains("/src/") && !name.contains("target/") && !name.startsWith(".");
    }

    private static List<SourceFile> parse(Map<String, String> texts) {
        List<JavaFileObject> sources = new ArrayList<>();
        texts.forEach((path, text) -> sources.add(new Source(path, text)));
        DiagnosticCollector<JavaFileObject> complaints = new DiagnosticCollector<>();
        JavacTask task = (JavacTask) ToolProvider.getSystemJavaCompiler()
                .getTask(null, null, complaints, List.of("-proc:none"), null, sources);
        DocTrees trees = DocTrees.instance(task);
        List<SourceFile> files = new ArrayList<>();
        try {
            for (CompilationUnitTree unit : task.parse()) {
                String path = unit.getSourceFile().toUri().getPath().substring(1);
                files.add(new SourceFile(path, texts.get(path), unit, trees));
            }
        } catch (IOException e) {
            throw new IllegalStateException("cannot parse", e);
        }
        var errors = complaints.getDiagnostics().stream().filter(complaint -> complaint.getKind() == Kind.ERROR);
        errors.findFirst().ifPresent(complaint -> {
            throw new IllegalArgumentException("does not parse: " + complaint.getMessage(Locale.ROOT)
                    + " in " + complaint.getSource() + ":" + complaint.getLineNumber());
        });
        return List.copyOf(files);
    }

    /// Parsed once, when first asked for.
    private static final class House {
        private static final List<SourceFile> FILES = parse(read(root()));
    }

    /// A source in memory, its path in its URI.
    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String path, String text) {
            super(URI.create("string:///" + path), JavaFileObject.Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
