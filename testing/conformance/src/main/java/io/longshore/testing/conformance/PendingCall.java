package io.longshore.testing.conformance;

import java.util.function.Supplier;

/// A call that waits: it is tried again after each step of the stack, and given up at its deadline.
final class PendingCall {

    private final Answer answer = Answer.pending();
    private final Supplier<Answer> attempt;
    private final Supplier<Answer> otherwise;
    private final long deadline;

    /// @param attempt   what the call comes to, null as long as it has to wait
    /// @param deadline  when to give up; [SteppedStack#NEVER]
    /// @param otherwise what it comes to then
    PendingCall(Supplier<Answer> attempt, long deadline, Supplier<Answer> otherwise) {
        this.attempt = attempt;
        this.deadline = deadline;
        this.otherwise = otherwise;
    }

    /// Tries once more; true if the call has come to its end.
    boolean look(long now) {
        Answer result = attempt.get();
        if (result == null && now >= deadline) {
            result = otherwise.get();
        }
        if (result != null) {
            answer.finish(result, now);
        }
        return result != null;
    }

    Answer answer() {
        return answer;
    }

    long deadline() {
        return deadline;
    }
}
