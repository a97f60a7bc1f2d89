package io.longshore.server;

import io.longshore.channel.RegionLayout;

/// How much a TCP Server may take.
///
/// @param connections   connections that can exist at once, those in TIME-WAIT included; a power of two
/// @param attachments   applications that can be attached at once
/// @param region        the layout of each attachment's region
/// @param spinNanos     how long a shard looks again and again after its last work before it sleeps; −1: what suits
///                      the number of processors
public record ServerLimits(int connections, int attachments, RegionLayout region, long spinNanos) {

    public static final ServerLimits STANDARD = new ServerLimits(1 << 16, 256, RegionLayout.STANDARD, -1);
}
