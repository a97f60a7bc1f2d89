package io.longshore.server;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/// What a TCP Server is started with.
///
/// @param link             where frames come from: `tap:NAME`
/// @param addresses        the stack's own addresses of both families with prefix lengths, for instance
///                         `10.77.0.2/24` and `fd00:77::2/64`
/// @param hostAddresses    the kernel's addresses on the TAP with prefix lengths; none where someone else configures
///                         that side
/// @param gateways         where packets for other networks go, at most one address of each family; where none is
///                         given, the kernel's address of that family
/// @param autoconf         the secret of the IPv6 addresses that the stack makes from what routers advertise, 0 for one
///                         of each start; empty: it makes none
/// @param site             where applications find it, and what they are told
/// @param limits           how much memory it may take and how long it spins
public record ServerConfig(String link, List<String> addresses, List<String> hostAddresses, List<String> gateways,
        OptionalLong autoconf, ApplicationSite site, ServerLimits limits) {

    /// Where applications find a TCP Server, and what they are told.
    ///
    /// @param runtimeDirectory where the control socket and the lock file lie
    /// @param offload          rules for applications that bring none, as the agent understands them; empty: its
    ///                         default
    public record ApplicationSite(Path runtimeDirectory, String offload) {
    }

    public ServerConfig {
        addresses = List.copyOf(addresses);
        hostAddresses = List.copyOf(hostAddresses);
        gateways = List.copyOf(gateways);
    }

    Path runtimeDirectory() {
        return site.runtimeDirectory();
    }
}
