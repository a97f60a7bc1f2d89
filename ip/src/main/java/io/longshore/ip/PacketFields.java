package io.longshore.ip;

import io.longshore.wire.Ipv4;

/// What the header of a packet to send is to say. Mutable and reused.
public final class PacketFields {

    public int source;
    public int destination;
    public int protocol;
    public int tos;
    public int id;
    /// [Ipv4#DONT_FRAGMENT], [Ipv4#MORE_FRAGMENTS] or 0.
    public int flags;
    /// Bytes of the datagram's payload before this fragment.
    public int offset;

    /// All zero.
    public PacketFields() {
    }

    /// A packet in one piece, forever: id 0 with DF (RFC 6864 4.1).
    public void whole(int protocol, int tos) {
        this.protocol = protocol;
        this.tos = tos;
        id = 0;
        flags = Ipv4.DONT_FRAGMENT;
        offset = 0;
    }

    public void addresses(int source, int destination) {
        this.source = source;
        this.destination = destination;
    }
}
