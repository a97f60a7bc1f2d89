package io.longshore.stack;

import io.longshore.tcp.TcpSettings;

/// What a shard is made with.
///
/// @param shard       its number, from 0
/// @param addresses   who it is
/// @param attachments applications that it can serve at once
/// @param secret      16 bytes from which all its randomness comes
/// @param tcp         TCP's settings; MTU and super-segment size are the link's
public record StackConfig(int shard, OwnAddresses addresses, int attachments, Secret secret, TcpSettings tcp) {

    /// Two longs that nobody outside may know.
    public record Secret(long first, long second) {
    }
}
