package io.longshore.testing.conformance;

/// A packet that the stack has sent.
///
/// @param at    when, nanoseconds of the stack's clock
/// @param bytes the whole IP packet, with its final checksums
public record SentPacket(long at, byte[] bytes) {
}
