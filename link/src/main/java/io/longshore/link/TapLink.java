package io.longshore.link;

import io.longshore.syscall.Descriptor;
import io.longshore.syscall.Errno;
import io.longshore.syscall.IoVector;
import io.longshore.wire.Frame;
import io.longshore.wire.FrameBatch;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.security.SecureRandom;

/// Frames from and to this machine's kernel through a TAP interface, with checksums and segmentation left to the kernel
/// both ways: what both sides hand over is up to 64 KiB at a time and never cut.
public final class TapLink implements Link {

    /// The largest IP packet: 16 bits of length.
    private static final int MAX_PACKET = 65_535;
    /// Headers, and two pieces of payload.
    private static final int PIECES = 3;
    /// A frame of this length or longer is an Ethernet frame.
    private static final int ETHERNET_HEADER = 14;

    private static final long ADDRESS_BITS = 0xFFFF_FFFF_FFFFL;
    private static final long GROUP = 0x0100_0000_0000L;
    private static final long LOCALLY_ADMINISTERED = 0x0200_0000_0000L;

    private final Descriptor tap;
    private final LinkCapabilities capabilities;
    private final IoVector pieces = new IoVector(Arena.ofAuto(), PIECES);
    private long dropped;
    private long malformed;

    TapLink(Descriptor tap, int mtu) {
        this.tap = tap;
        int offloads = LinkCapabilities.CHECKSUM | LinkCapabilities.SEGMENTATION;
        capabilities = new LinkCapabilities(mtu, randomAddress(), offloads, MAX_PACKET);
    }

    /// Opens the interface in the network namespace of the calling thread and configures the kernel's side of it.
    ///
    /// @throws IOException with one clear sentence; nothing is left behind
    public static TapLink open(TapSpec spec) throws IOException {
        return new TapOpening(spec).open();
    }

    /// A random unicast address of those that anyone may give (IEEE 802, 8.2: locally administered).
    private static long randomAddress() {
        return new SecureRandom().nextLong() & ADDRESS_BITS & ~GROUP | LOCALLY_ADMINISTERED;
    }

    @Override
    public LinkCapabilities capabilities() {
        return capabilities;
    }

    @Override
    public int receive(FrameBatch batch) {
        while (!batch.isFull()) {
            Frame frame = batch.add();
            int length = receive(frame);
            if (length < 0) {
                batch.removeLast();
                break;
            }
            if (length == 0) {
                batch.removeLast();
                malformed++;
            }
        }
        return batch.size();
    }

    /// The frame's length, 0 if it makes no sense, or a negative error number.
    private int receive(Frame frame) {
        int most = VirtioHeader.BYTES + frame.room;
        int result = tap.read(frame.memory, frame.start - VirtioHeader.BYTES, most);
        if (result < 0) {
            return judge(result);
        }
        frame.length = Math.max(result - VirtioHeader.BYTES, 0);
        // A read that fills all the room may have been cut short.
        boolean whole = result < most && frame.length >= ETHERNET_HEADER;
        return whole && VirtioHeader.read(frame) ? frame.length : 0;
    }

    /// An interface that someone has deleted polls readable for ever and can only be closed.
    private static int judge(int result) {
        if (result == Errno.EBADFD.negative()) {
            throw new LinkException("The TAP interface was deleted by someone else.");
        }
        return result;
    }

    @Override
    public void transmit(FrameBatch batch) {
        for (int i = 0; i < batch.size(); i++) {
            if (transmit(batch.get(i)) < 0) {
                dropped++;
            }
        }
        batch.clear();
    }

    private int transmit(Frame frame) {
        VirtioHeader.write(frame);
        long at = frame.start - VirtioHeader.BYTES;
        int length = VirtioHeader.BYTES + frame.length;
        if (frame.payload == null) {
            return tap.write(frame.memory, at, length);
        }
        pieces.clear();
        pieces.add(frame.memory, at, length);
        pieces.add(frame.payload, frame.firstAt, frame.firstLength);
        pieces.add(frame.payload, frame.secondAt, frame.secondLength);
        return tap.writev(pieces);
    }

    @Override
    public int descriptor() {
        return tap.number();
    }

    @Override
    public long dropped() {
        return dropped;
    }

    /// Frames received that contradicted themselves.
    public long malformed() {
        return malformed;
    }

    /// Gives the interface up; the kernel removes it if it was made for us.
    @Override
    public void close() {
        tap.close();
    }
}
