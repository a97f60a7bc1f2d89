package io.longshore.testing.simulation;

/// Something that may not happen, happened.
final class SimulationFailure extends AssertionError {

    private static final long serialVersionUID = 1;

    SimulationFailure(String what) {
        super(what);
    }

    SimulationFailure(String what, Throwable cause) {
        super(what, cause);
    }
}
