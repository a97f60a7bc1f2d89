package io.longshore.link;

/// What a link is and what it does for the stack.
///
/// @param mtu               most bytes of an IP packet in one frame
/// @param address           our Ethernet address in the lower 48 bits
/// @param offloads          bits: [#CHECKSUM], [#SEGMENTATION]
/// @param maxSuperSegment   most bytes of an IP packet handed over for segmentation; the MTU where there is none
public record LinkCapabilities(int mtu, long address, int offloads, int maxSuperSegment) {

    /// The link completes checksums of frames sent and vouches for those it received and checked.
    public static final int CHECKSUM = 1;
    /// The link cuts TCP super-segments ([io.longshore.wire.Frame#segmentSize]) and may deliver them.
    public static final int SEGMENTATION = 2;

    /// An Ethernet header with one VLAN tag (IEEE 802.1Q).
    private static final int LONGEST_HEADER = 18;

    public boolean offloads(int bits) {
        return (offloads & bits) == bits;
    }

    /// Bytes of the largest frame that can arrive: the room of each frame in a batch to receive into.
    public int frameRoom() {
        return LONGEST_HEADER + Math.max(mtu, maxSuperSegment);
    }
}
