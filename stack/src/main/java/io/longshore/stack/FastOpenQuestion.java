package io.longshore.stack;

import io.longshore.tcp.Endpoints;

/// What a caller of connect has to know before: whether a connection can begin with text (RFC 7413). On the shard's
/// thread only.
public final class FastOpenQuestion {

    private FastOpenQuestion() {
    }

    /// Bytes of text that a connection request to a server would bear, 0 where it would bear none.
    ///
    /// @param remote        whom to connect to
    /// @param withoutCookie whether the application goes without (TCP_FASTOPEN_NO_COOKIE)
    /// @param localMss      of the link
    public static int room(StackAgent agent, Endpoints remote, boolean withoutCookie, int localMss, long now) {
        return agent.shard().tcp.fastOpen.room(remote, withoutCookie, localMss, now);
    }
}
