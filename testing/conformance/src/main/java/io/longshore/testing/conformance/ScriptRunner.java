package io.longshore.testing.conformance;

/// Runs a script in one variation.
final class ScriptRunner {

    /// How many nanoseconds move our initial sequence numbers by one (RFC 6528 3: "a 4 microsecond timer").
    private static final long ISS_TICK = 4_000;
    private static final long START = 1_000_000_000_000L;

    /// Which stack.
    enum Stack { OURS, KERNEL }

    private ScriptRunner() {
    }

    /// Runs it.
    ///
    /// @throws ScriptFailure if the stack does not do what the script says
    /// @throws ScriptSkip if the script is none for this stack
    static void run(Script script, Script.Variation variation, Stack stack) {
        if (stack == Stack.KERNEL) {
            onKernel(script, variation);
        } else if (variation.iss() == null) {
            ours(script, variation, START);
        } else {
            withInitialSequence(script, variation);
        }
    }

    /// The same twice: to learn where our sequence numbers begin, and again at the time when they begin where they are
    /// wanted, for they depend on the clock.
    private static void withInitialSequence(Script script, Script.Variation variation) {
        Integer first = learned(script, variation);
        if (first == null) {
            throw new ScriptFailure(script.name() + " varies iss, but the stack sends no SYN");
        }
        long distance = variation.iss() - first & 0xFFFF_FFFFL;
        Integer second = ours(script, variation, START + distance * ISS_TICK);
        if (!variation.iss().equals(second)) {
            throw new ScriptFailure(script.name() + ": the initial sequence number is " + second + ", not "
                    + variation.iss());
        }
    }

    private static Integer learned(Script script, Script.Variation variation) {
        try (ScriptTarget target = new SteppedTarget(script.mtu(), START)) {
            ScriptRun run = new ScriptRun(script, variation, target);
            try {
                run.run();
            } catch (ScriptFailure failure) {
                // The same will come again, with the numbers that are wanted.
                return run.stackIss();
            }
            return run.stackIss();
        }
    }

    private static Integer ours(Script script, Script.Variation variation, long start) {
        try (ScriptTarget target = new SteppedTarget(script.mtu(), start)) {
            ScriptRun run = new ScriptRun(script, variation, target);
            run.run();
            return run.stackIss();
        }
    }

    private static void onKernel(Script script, Script.Variation variation) {
        if (variation.iss() != null) {
            throw new ScriptSkip("the kernel chooses its own initial sequence numbers");
        }
        if (script.remark("kernel").startsWith("skip")) {
            throw new ScriptSkip(script.remark("kernel").substring("skip".length()).strip());
        }
        RuntimeException[] failure = new RuntimeException[1];
        // The thread's network namespace ends with it.
        Thread thread = Thread.ofPlatform().name("kernel").start(() -> {
            try (ScriptTarget target = new KernelTarget(script.mtu(), variation.family().equals("ipv4"))) {
                new ScriptRun(script, variation, target).run();
            } catch (RuntimeException e) {
                failure[0] = e;
            }
        });
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        if (failure[0] != null) {
            throw failure[0];
        }
    }
}
