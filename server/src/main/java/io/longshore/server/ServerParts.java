package io.longshore.server;

import io.longshore.link.CapturingLink;
import java.util.List;

/// What the control agent works with.
record ServerParts(ServerConfig config, List<ShardEnd> shards, CapturingLink link) {
}
