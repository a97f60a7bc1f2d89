package io.longshore.testing.tidy;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/// A call that some part of the house must not make.
///
/// @param call    as the source writes it: `Type.member`, `new Type()` for the constructor without arguments, or
///                `.member` for a method of that name on anything
/// @param where   the files in which it is banned
/// @param instead what to write
record Ban(String call, Predicate<SourceFile> where, String instead) {

    private static final Set<String> SANS_IO = Set.of("wire", "ip", "tcp", "stack");
    private static final Set<String> PER_SEGMENT =
            Set.of("memory", "channel", "wire", "agent", "ip", "tcp", "link", "stack");
    private static final Set<String> PROGRAMS = Set.of("cli", "examples");
    private static final String SEEDED = "a generator made from a seed that the failure message names; "
            + "java.security.SecureRandom for secrets";
    private static final String NOW = "the turn's `now`, handed in as an argument";

    static final List<Ban> ALL = List.of(
            new Ban("System.out", file -> !isProgram(file), "a System.Logger in the product, a failure message or a "
                    + "TestReporter in a test; only cli, examples and programs with a main method print"),
            new Ban("System.err", file -> !isProgram(file) && !file.module().equals("socket"),
                    "a System.Logger in the product, a failure message or a TestReporter in a test"),
            new Ban("System.exit", file -> !isProgram(file), "an exception, or an exit code returned to cli"),
            new Ban("Thread.sleep", SourceFile::isProduct, "agent.IdleStrategy, or LockSupport.parkNanos in a "
                    + "loop that looks at its condition"),
            new Ban("SECONDS.sleep", SourceFile::isProduct, "the same as for Thread.sleep"),
            new Ban("System.nanoTime", Ban::isSansIo, NOW),
            new Ban("System.currentTimeMillis", Ban::isSansIo, NOW),
            new Ban("Instant.now", Ban::isSansIo, NOW),
            new Ban("String.format", Ban::isPerSegment, "concatenation, on a path that no segment takes"),
            new Ban(".formatted", Ban::isPerSegment, "concatenation, on a path that no segment takes"),
            new Ban(".printStackTrace", file -> true, "let it fly, or log it with its cause"),
            new Ban("new Random()", file -> true, SEEDED),
            new Ban("new SplittableRandom()", file -> true, SEEDED),
            new Ban("Math.random", file -> true, SEEDED),
            new Ban("ThreadLocalRandom.current", file -> true, SEEDED),
            new Ban("RandomGenerator.getDefault", file -> true, SEEDED),
            new Ban("System.gc", SourceFile::isProduct, "an Arena that is closed, a region that is unmapped"));

    /// Also what all programs of the framework matrix share.
    private static boolean isProgram(SourceFile file) {
        return file.isProduct() ? PROGRAMS.contains(file.module())
                : file.text().contains("void main(") || file.module().equals("testing/frameworks/program");
    }

    private static boolean isSansIo(SourceFile file) {
        return file.isProduct() && SANS_IO.contains(file.module());
    }

    private static boolean isPerSegment(SourceFile file) {
        return file.isProduct() && PER_SEGMENT.contains(file.module());
    }

    /// Whether `written`, a call's or member's source text, is what this ban means.
    boolean meets(String written) {
        return call.startsWith(".") ? written.endsWith(call) : written.equals(call) || written.endsWith("." + call);
    }
}
