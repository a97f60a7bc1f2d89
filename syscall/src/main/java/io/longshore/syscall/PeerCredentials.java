package io.longshore.syscall;

/// Who is at the other end of a Unix-domain socket, vouched for by the kernel (`SO_PEERCRED`, `unix(7)`).
public record PeerCredentials(int processId, int userId, int groupId) {
}
