package io.longshore.testing.tidy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What the launcher and the build understand, as the sources say.
///
/// @param commands subcommands of `./longshore`
/// @param options  their options
/// @param modules  modules of the build
/// @param tests    names of test classes
record CommandLines(List<String> commands, List<String> options, List<String> modules, List<String> tests) {

    private static final Pattern COMMAND = Pattern.compile("@Command\\(\\s*name = \"([a-z-]+)\"");
    /// A subcommand that is a method bears the method's name.
    private static final Pattern METHOD_COMMAND = Pattern.compile("@Command\\([^{}]*?\\)\\s+int ([a-z]+)\\(");
    /// What the launcher gives to another program than the command line.
    private static final Pattern LAUNCHED = Pattern.compile("\"\\$\\{1:-\\}\" = ([a-z-]+)");
    private static final Pattern OPTION = Pattern.compile("\"(--?[a-z][a-z-]*)\"");
    private static final Pattern MODULE = Pattern.compile("<module>(.+)</module>");
    private static final List<String> HELP = List.of("-h", "--help", "-V", "--version");

    static CommandLines ofTheHouse() {
        List<SourceFile> cli = SourceTree.files().stream().filter(file -> file.module().equals("cli")
                || file.path().startsWith("testing/conformance/src/main/")).toList();
        List<String> tests = SourceTree.files().stream().filter(file -> file.path().contains("/src/test/"))
                .map(file -> file.path().replaceAll(".*/|\\.java", "")).toList();
        List<String> commands = Stream.of(COMMAND, METHOD_COMMAND).flatMap(kind -> found(kind, cli).stream())
                .collect(Collectors.toCollection(ArrayList::new));
        LAUNCHED.matcher(SourceTree.text(SourceTree.root().resolve("longshore"))).results()
                .forEach(match -> commands.add(match.group(1)));
        return new CommandLines(commands, found(OPTION, cli),
                MODULE.matcher(SourceTree.text(SourceTree.root().resolve("pom.xml"))).results()
                        .map(match -> match.group(1)).toList(), tests);
    }

    private static List<String> found(Pattern pattern, List<SourceFile> files) {
        return files.stream().flatMap(file -> pattern.matcher(file.text()).results()).map(match -> match.group(1))
                .distinct().toList();
    }

    /// What a command line names that is not there.
    Stream<String> complaints(Document.Line command) {
        List<String> words = Arrays.asList(command.text().split("\\s+"));
        List<String> complaints = words.getFirst().equals("./mvnw") ? ofMaven(words) : ofLauncher(words);
        return complaints.stream().map(complaint -> command.place() + ": no " + complaint);
    }

    private List<String> ofLauncher(List<String> words) {
        int end = words.contains("--") ? words.indexOf("--") : words.size();
        List<String> own = words.subList(1, end);
        List<String> complaints = new ArrayList<>();
        if (!own.isEmpty() && !own.getFirst().startsWith("-") && !commands.contains(own.getFirst())) {
            complaints.add("command " + own.getFirst());
        }
        own.stream().filter(word -> word.startsWith("-")).map(word -> word.replaceFirst("=.*", ""))
                .filter(word -> !options.contains(word) && !HELP.contains(word))
                .forEach(word -> complaints.add("option " + word));
        return complaints;
    }

    private List<String> ofMaven(List<String> words) {
        List<String> complaints = new ArrayList<>();
        int list = words.indexOf("-pl") + 1;
        if (list > 0) {
            Stream.of(words.get(list).split(",")).filter(module -> !modules.contains(module))
                    .forEach(module -> complaints.add("module " + module));
        }
        words.stream().filter(word -> word.startsWith("-Dtest="))
                .flatMap(word -> Stream.of(word.replaceFirst("-Dtest=", "").replace("'", "").split(",")))
                .map(test -> test.replaceFirst("[#*].*", ""))
                .filter(test -> tests.stream().noneMatch(name -> name.startsWith(test)))
                .forEach(test -> complaints.add("test " + test));
        return complaints;
    }
}
