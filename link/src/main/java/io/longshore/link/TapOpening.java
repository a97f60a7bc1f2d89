package io.longshore.link;

import io.longshore.syscall.Descriptor;
import io.longshore.syscall.Errno;
import io.longshore.syscall.Interfaces;
import io.longshore.syscall.SystemCallException;
import io.longshore.wire.Prefix;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/// Opens a TAP (`Documentation/networking/tuntap.rst`), and says in one sentence what is missing where it cannot.
final class TapOpening {

    private static final String DEVICE = "/dev/net/tun";

    private static final long TUNSETIFF = 0x400454CAL;
    private static final long TUNSETOFFLOAD = 0x400454D0L;
    private static final long TUNSETVNETHDRSZ = 0x400454D8L;

    private static final int IFF_TAP = 2;
    private static final int IFF_NO_PI = 0x1000;
    private static final int IFF_VNET_HDR = 0x4000;

    /// What we take from the kernel: incomplete checksums, super-segments of both IP versions, with ECN too. No UDP
    /// ones: nothing here would cut them.
    private static final int OFFLOADS = 1 | 2 | 4 | 8;

    /// `struct ifreq`: the name, then flags.
    private static final int REQUEST_BYTES = 40;
    private static final int FLAGS_AT = 16;

    /// Frames that may wait while others have the processor; the kernel's 500 are 3 ms of smallest frames at
    /// 100 Mbit/s.
    private static final int QUEUE = 4096;

    private final TapSpec spec;

    TapOpening(TapSpec spec) {
        this.spec = spec;
    }

    TapLink open() throws IOException {
        try (Interfaces interfaces = new Interfaces()) {
            boolean existed = interfaces.exists(spec.name());
            Descriptor tap = device();
            try {
                attach(tap, existed);
                offload(tap);
                int mtu = existed ? interfaces.mtu(spec.name()) : spec.mtu();
                configure(interfaces, existed);
                return new TapLink(tap, mtu);
            } catch (IOException | RuntimeException e) {
                tap.close();
                throw e;
            }
        }
    }

    private static Descriptor device() throws IOException {
        try {
            return Descriptor.open(DEVICE, Descriptor.READ_WRITE | Descriptor.NON_BLOCKING);
        } catch (SystemCallException e) {
            if (e.is(Errno.ENOENT) || e.is(Errno.ENODEV) || e.is(Errno.ENXIO)) {
                throw new IOException("This machine has no TAP interfaces: there is no " + DEVICE
                        + " (load the kernel module tun, or give the container the device).", e);
            }
            if (e.is(Errno.EACCES) || e.is(Errno.EPERM)) {
                throw new IOException("A TAP interface needs access to " + DEVICE + ": run as root.", e);
            }
            throw e;
        }
    }

    private void attach(Descriptor tap, boolean existed) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment request = arena.allocate(REQUEST_BYTES, Long.BYTES);
            byte[] name = spec.name().getBytes(StandardCharsets.US_ASCII);
            MemorySegment.copy(name, 0, request, ValueLayout.JAVA_BYTE, 0, name.length);
            request.set(ValueLayout.JAVA_SHORT, FLAGS_AT, (short) (IFF_TAP | IFF_NO_PI | IFF_VNET_HDR));
            int result = tap.ioctl(TUNSETIFF, request);
            if (result < 0) {
                throw refused(-result, existed);
            }
        }
    }

    private IOException refused(int errno, boolean existed) {
        String name = spec.name();
        if (errno == Errno.EPERM.number()) {
            return new IOException("The TAP interface " + name + " needs the capability CAP_NET_ADMIN: run as root"
                    + " (or let root make it with 'ip tuntap add " + name + " mode tap user USER vnet_hdr').");
        }
        if (errno == Errno.EBUSY.number()) {
            return new IOException("The TAP interface " + name + " is in use by another program.");
        }
        if (errno == Errno.EINVAL.number() && existed) {
            return new IOException("The interface " + name + " exists already and is no TAP: choose another name.");
        }
        return new SystemCallException("cannot make the TAP interface " + name, errno);
    }

    private static void offload(Descriptor tap) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment size = arena.allocateFrom(ValueLayout.JAVA_INT, VirtioHeader.BYTES);
            require(tap.ioctl(TUNSETVNETHDRSZ, size), "cannot have offload headers on the TAP interface");
        }
        require(tap.ioctl(TUNSETOFFLOAD, OFFLOADS), "cannot have offloads on the TAP interface");
    }

    private static void require(int result, String what) throws IOException {
        if (result < 0) {
            throw new SystemCallException(what, -result);
        }
    }

    private void address(Interfaces interfaces, Prefix host) throws IOException {
        if (host.isIpv4()) {
            interfaces.address(spec.name(), host.address(), host.mask());
        } else {
            interfaces.address(spec.name(), host.high(), host.low(), host.length());
        }
    }

    /// An interface that someone else made is left as it is, but for what was asked for and what it cannot do without.
    private void configure(Interfaces interfaces, boolean existed) throws IOException {
        String name = spec.name();
        try {
            if (!existed) {
                interfaces.mtu(name, spec.mtu());
                interfaces.queue(name, QUEUE);
                // Nobody else is on this wire: an address of the kernel's need not be looked for first.
                Interfaces.skipDuplicateDetection(name);
            }
            for (Prefix host : spec.hosts()) {
                address(interfaces, host);
            }
            if (!interfaces.isUp(name)) {
                interfaces.up(name);
            }
        } catch (SystemCallException e) {
            throw e.is(Errno.EPERM) ? new IOException("To configure the interface " + name
                    + " needs the capability CAP_NET_ADMIN: run as root.", e) : e;
        }
    }
}
