package io.longshore.stack;

/// One line of a report, as `ss -tin` has it.
///
/// @param summary state, queues and addresses
/// @param details figures of the connection; empty for a listener
public record ConnectionRow(String summary, String details) {
}
