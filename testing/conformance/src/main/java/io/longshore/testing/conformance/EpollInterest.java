package io.longshore.testing.conformance;

/// What an epoll set is told about one socket (`struct epoll_event`).
///
/// @param events EPOLL bits, flags like EPOLLET among them
/// @param token  what comes back with its events
public record EpollInterest(int events, long token) {
}
