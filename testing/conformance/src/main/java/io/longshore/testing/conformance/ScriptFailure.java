package io.longshore.testing.conformance;

/// A script that is wrong, or a stack that does not do what the script says.
public final class ScriptFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ScriptFailure(String message) {
        super(message);
    }
}
