package io.longshore.server;

import io.longshore.channel.RegionLayout;

/// How much a TCP Server may take.
///
/// @param connections   connections that can exist at once, those in TIME-WAIT included; a power of two
/// @param attachments   applications that can be attached at once
/// @param region        the layout of each attachment's region
/// @param spinNanos     how long a shard looks again and again after its last work before it sleeps; −1: what suits
///                      the number of processors
/// @param nice          the nice value of a shard's thread, −20 to 19; 0: what the process has
public record ServerLimits(int connections, int attachments, RegionLayout region, long spinNanos, int nice) {

    /// Half of a region's slots are for accepted connections: 16,384 of each application.
    public static final ServerLimits STANDARD =
            new ServerLimits(1 << 16, 256, new RegionLayout(1 << 15, 256, 1, 22), -1, 0);
}
