package io.longshore.agent;

/// Where time comes from: `System::nanoTime` in the programs, virtual time in simulation.
@FunctionalInterface
public interface Clock {

    /// Nanoseconds from an arbitrary origin; never goes back.
    long nanoTime();
}
