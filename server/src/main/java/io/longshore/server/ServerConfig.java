package io.longshore.server;

import java.nio.file.Path;

/// What a TCP Server is started with.
///
/// @param link             where frames come from: `tap:NAME`
/// @param address          the stack's own address with prefix length, for instance `10.77.0.2/24`
/// @param hostAddress      the kernel's address on the TAP with prefix length, which is also the stack's default
///                         gateway; null where someone else configures that side
/// @param runtimeDirectory where the control socket and the lock file lie
/// @param limits           how much memory it may take and how long it spins
public record ServerConfig(String link, String address, String hostAddress, Path runtimeDirectory,
        ServerLimits limits) {
}
