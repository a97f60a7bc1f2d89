package io.longshore.server;

import io.longshore.syscall.UnixSocket;

/// Our end of a bell: of role SHARD the host rings, of role CONTEXT we do. Used by the shard's thread, which closes it.
record BellEnd(UnixSocket socket, AttachmentLease lease, int role, int index) {
}
