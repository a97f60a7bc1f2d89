package io.longshore.testing.conformance;

/// A script that cannot be run against this stack; the message says why.
final class ScriptSkip extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ScriptSkip(String reason) {
        super(reason);
    }
}
