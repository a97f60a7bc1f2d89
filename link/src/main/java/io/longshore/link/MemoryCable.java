package io.longshore.link;

import java.lang.foreign.Arena;

/// An Ethernet cable within one process: two [MemoryLink]s, each receiving what the other sends. Each end may be
/// another thread's; both may be one's. Without offloads the ends want plain frames with complete checksums; with
/// them, super-segments pass uncut and checksums open.
public final class MemoryCable {

    private static final long LEFT_ADDRESS = 0x0200_0000_0001L;
    private static final long RIGHT_ADDRESS = 0x0200_0000_0002L;
    private static final int MAX_PACKET = 65_535;

    private final MemoryLink left;
    private final MemoryLink right;

    /// @param mtu      most bytes of an IP packet
    /// @param offloads bits of [LinkCapabilities]
    /// @param frames   how many frames wait in each direction at most
    public MemoryCable(int mtu, int offloads, int frames) {
        boolean segmentation = (offloads & LinkCapabilities.SEGMENTATION) != 0;
        if (segmentation && (offloads & LinkCapabilities.CHECKSUM) == 0) {
            throw new IllegalArgumentException("a link that cuts segments must complete their checksums");
        }
        int most = segmentation ? MAX_PACKET : mtu;
        LinkCapabilities leftEnd = new LinkCapabilities(mtu, LEFT_ADDRESS, offloads, most);
        LinkCapabilities rightEnd = new LinkCapabilities(mtu, RIGHT_ADDRESS, offloads, most);
        FrameQueue toRight = new FrameQueue(Arena.ofAuto(), frames, leftEnd.frameRoom());
        FrameQueue toLeft = new FrameQueue(Arena.ofAuto(), frames, leftEnd.frameRoom());
        left = new MemoryLink(leftEnd, toLeft, toRight);
        right = new MemoryLink(rightEnd, toRight, toLeft);
    }

    public MemoryLink left() {
        return left;
    }

    public MemoryLink right() {
        return right;
    }
}
