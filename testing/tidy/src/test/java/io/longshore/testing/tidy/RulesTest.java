package io.longshore.testing.tidy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Each rule finds what it must find, and only that.
class RulesTest {

    private static final String PRODUCT = "tcp/src/main/java/io/longshore/tcp/Sample.java";

    private static List<Long> lines(Rule rule, String path, String text) {
        return rule.findings(SourceTree.of(path, text)).stream()
                .map(finding -> Long.valueOf(finding.place().substring(finding.place().lastIndexOf(':') + 1)))
                .toList();
    }

    private static List<Long> lines(Rule rule, String text) {
        return lines(rule, PRODUCT, text);
    }

    @Test
    void aMethodOfFortyOneLinesIsTooLong() {
        assertEquals(List.of(), lines(new LengthRule(), "class A {\n void a() {" + "\n".repeat(39) + "}\n}"));
        assertEquals(List.of(2L), lines(new LengthRule(), "class A {\n void a() {" + "\n".repeat(40) + "}\n}"));
    }

    @Test
    void anInitialiserIsMeasuredLikeAMethod() {
        assertEquals(List.of(1L), lines(new LengthRule(), "class A { static {" + "\n".repeat(40) + "}\n}"));
    }

    @Test
    void aFileOfMoreThanFourHundredLinesIsTooLong() {
        assertEquals(List.of(), lines(new LengthRule(), "class A {" + "\n".repeat(399) + "}"));
        assertEquals(List.of(1L), lines(new LengthRule(), "class A {" + "\n".repeat(400) + "}"));
    }

    @Test
    void whatIsOverriddenIsJudgedWhereItIsDeclared() {
        assertEquals(List.of(2L), lines(new ParameterRule(), """
                class A {
                    void a(int a, int b, int c, int d, int e, int f) { }
                    @Override public void read(int a, int b, int c, int d, int e, int f) { }
                }
                """));
    }

    @Test
    void sixParametersAreTooManyAndSevenComponentsAreNot() {
        assertEquals(List.of(2L), lines(new ParameterRule(), """
                record A(int a, int b, int c, int d, int e, int f, int g) {
                  void m(int a, int b, int c, int d, int e, int f) { }
                  void n(int a, int b, int c, int d, int e) { }
                }
                record B(int a, int b, int c, int d, int e, int f, int g) { static int h; B { a = 0; } }
                """));
        assertEquals(List.of(1L), lines(new ParameterRule(),
                "record A(int a, int b, int c, int d, int e, int f, int g, int h) { }"));
    }

    @Test
    void twoAdjacentBooleansAreFound() {
        assertEquals(List.of(2L, 4L), lines(new ParameterRule(), """
                class A {
                  void m(boolean a, Boolean b) { }
                  void n(boolean a, int i, boolean b) { }
                  record B(int i, boolean a, boolean b) { }
                }
                """));
    }

    @Test
    void aThirdLevelOfControlIsTooDeep() {
        assertEquals(List.of(4L), lines(new NestingRule(), """
                class A { void a(int n) {
                  for (int i = 0; i < n; i++) {
                    while (n > i) {
                      if (n > 2) { n--; }
                    }
                    if (n == 3) { n++; } else if (n == 4) { n--; } else if (n == 5) { n -= 2; }
                    try (var scope = open()) { if (n == 6) { n++; } }
                  }
                } }
                """));
        assertEquals(List.of(3L), lines(new NestingRule(), """
                class A { void a(int n) {
                  if (n > 0) { switch (n) { case 1 ->
                    { try { n++; } catch (RuntimeException e) { throw e; } } default -> { } } }
                } }
                """));
    }

    @Test
    void aLambdaIsWhereItStands() {
        assertEquals(List.of(3L), lines(new NestingRule(), """
                class A { void a(int n) {
                  if (n > 0) { for (;;) { run(() -> {
                      if (n > 1) { run(null); } }); } }
                  if (n > 0) { for (;;) { run(new Runnable() { public void run() { if (n > 1) { return; } } }); } }
                } }
                """));
    }

    @Test
    void bannedCallsAreFoundHoweverTheyAreWritten() {
        assertEquals(List.of(1L, 3L, 4L, 5L, 6L, 7L, 8L, 9L), lines(new BannedCallRule(), """
                import static java.lang.System.nanoTime;
                class A { void a(Exception e) {
                  System.out.println();
                  java.lang.System.err.println();
                  LongSupplier now = System::currentTimeMillis;
                  Object r = new Random();
                  e.printStackTrace();
                  String s = String.format("");
                  String t = "".formatted();
                  Object seeded = new Random(1);
                } }
                """));
    }

    @Test
    void aBanHoldsWhereItIsMeant() {
        String sleep = "class A { void a() { Thread.sleep(1); System.nanoTime(); } }";
        assertEquals(List.of(1L), lines(new BannedCallRule(), "server/src/main/java/A.java", sleep));
        assertEquals(List.of(), lines(new BannedCallRule(), "server/src/test/java/A.java", sleep));
        String print = "class A { void a() { System.out.println(); System.exit(2); } }";
        assertEquals(List.of(), lines(new BannedCallRule(), "cli/src/main/java/A.java", print));
        assertEquals(List.of(1L, 1L), lines(new BannedCallRule(), "testing/simulation/src/main/java/A.java", print));
        String program = "class A { static void main(String[] a) { System.out.println(); } }";
        assertEquals(List.of(), lines(new BannedCallRule(), "testing/simulation/src/main/java/A.java", program));
    }

    @Test
    void theAgentSpeaksInOnePlace() {
        String path = "socket/src/main/java/io/longshore/socket/A.java";
        String once = "class A { void a() { System.err.println(); } }";
        String twice = "class A { void a() { System.err.println(); System.err.println(); } }";
        assertEquals(List.of(), lines(new StartUpLineRule(), path, once));
        assertEquals(List.of(), lines(new BannedCallRule(), path, once));
        assertEquals(List.of(1L), lines(new StartUpLineRule(), path, twice));
    }

    @Test
    void circularNumbersAreNotCompared() {
        String text = """
                class A { boolean a(Tcb tcb, int segAck, int length) {
                  return segAck < tcb.sndNxt()
                   || (tcb.sndUna() - segAck) < 0
                   || tcb.sndNxt() - tcb.sndUna() > 100
                   || segAck == tcb.sndNxt()
                   || length < 5
                   || this.iss >= length
                   || tcb.scoreboardEnd(length) <= length;
                } }
                """;
        assertEquals(List.of(2L, 3L, 7L, 8L), lines(new SequenceRule(), text));
        assertEquals(List.of(), lines(new SequenceRule(), "wire/src/main/java/io/longshore/wire/Sequence.java", text));
    }

    @Test
    void aStateWrittenOutsideOfTheTableIsFound() {
        String text = "class A { void a(Tcb tcb) {\n tcb.state(State.CLOSED);\n tcb.state(); } }";
        assertEquals(List.of(2L), lines(new StateRule(), text));
        assertEquals(List.of(), lines(new StateRule(), "tcp/src/main/java/io/longshore/tcp/Transitions.java", text));
    }

    @Test
    void aSuffixOutsideTheGlossaryIsFound() {
        SuffixRule rule = new SuffixRule(Set.of("Table", "Ipv4", "Tcb"));
        assertEquals(List.of(3L), lines(rule,
                "class ConnectionTable { class Inner { } }\nclass Tcbs { }\nclass TcbManager { }"));
        assertEquals("Ipv4", SuffixRule.lastWord("Ipv4"));
        assertEquals("TCP", SuffixRule.lastWord("OverTCP"));
        assertEquals("Header", SuffixRule.lastWord("TCPHeader"));
    }

    @Test
    void postponedWorkIsFound() {
        assertEquals(List.of(1L, 2L, 3L), lines(new PostponementRule(),
                "// TO" + "DO later\n// FIX" + "ME\n@Dis" + "abled\nclass Todo { }"));
    }

    @Test
    void anUndocumentedPublicTypeIsFound() {
        String text = "/// Good.\npublic class A {\n public enum B { C }\n"
                + " /** Good. */ public interface D { }\n class E { } }";
        assertEquals(List.of(3L), lines(new DocumentationRule(), text));
        assertEquals(List.of(), lines(new DocumentationRule(), "tcp/src/test/java/A.java", text));
    }

    @Test
    void numbersMayBeNamedLikeAnEnumsConstants() {
        SourceFile other = SourceTree.of("wire/src/main/java/B.java", "enum B { OPEN, SHUT }");
        String text = """
                class A { static final int OPEN = 1; static final int SHUT = 2;
                  int a(int n) { return switch (n) { case OPEN -> 1; case SHUT -> 2; default -> 3; }; }
                }
                """;
        assertEquals(List.of(), lines(new ExhaustionRule(List.of(other)), text));
    }

    @Test
    void aDefaultBranchOverAnEnumIsFound() {
        String text = """
                class A { enum State { OPEN, SHUT; static final int SIZE = 2; }
                  int a(State state, int n) {
                    switch (n) { case 1 -> { } default -> { } }
                    switch (n) { case SIZE -> { } default -> { } }
                    switch (state) { case OPEN -> { } case SHUT -> { } }
                    return switch (state) { case OPEN -> 1; default -> 2; };
                  }
                }
                """;
        assertEquals(List.of(6L), lines(new ExhaustionRule(List.of(SourceTree.of(PRODUCT, text))), text));
    }
}
