package io.longshore.testing.conformance;

/// What a session is asked to be like.
///
/// @param text keys and values, separated by commas
/// @param mtu  where the text names none
record SessionSpec(String text, int mtu) {
}
