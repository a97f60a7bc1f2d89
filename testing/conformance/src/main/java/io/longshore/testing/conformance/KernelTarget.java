package io.longshore.testing.conformance;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;

/// The kernel as a script's stack, the oracle: a TUN device in a network namespace of the calling thread's own, which
/// is gone when the thread has ended. Real time. Needs root.
final class KernelTarget implements ScriptTarget {

    private static final Path DEVICE = Path.of("/dev/net/tun");
    private static final int CLONE_NEWNET = 0x4000_0000;
    private static final long TUNSETIFF = 0x4004_54CAL;
    private static final short TUN_WITHOUT_HEADER = 0x1001;
    private static final int READ_WRITE_NONBLOCK = 0x802;
    private static final int LARGEST = 65_536;
    private static final int MILLISECOND = 1_000_000;
    /// A script that lasts longer is none for a real clock.
    private static final long PATIENCE = 7_000_000_000L;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment buffer = arena.allocate(LARGEST);
    private final MemorySegment polled = arena.allocate(8, 8);
    private final KernelSockets sockets = new KernelSockets();
    private final ArrayDeque<SentPacket> seen = new ArrayDeque<>();
    private final int tun;
    private final long began;

    /// @param ipv4 whether it is about IPv4
    KernelTarget(int mtu, boolean ipv4) {
        check(KernelCall.call(KernelCall.UNSHARE, CLONE_NEWNET), "a network namespace cannot be made");
        MemorySegment path = arena.allocateFrom(DEVICE.toString());
        tun = (int) check(KernelCall.call(KernelCall.OPEN, path.address(), READ_WRITE_NONBLOCK), DEVICE
                + " cannot be opened");
        MemorySegment request = arena.allocate(40, 8);
        request.setString(0, "tun0");
        request.set(ValueLayout.JAVA_SHORT, 16, TUN_WITHOUT_HEADER);
        check(KernelCall.call(KernelCall.IOCTL, tun, TUNSETIFF, request.address()), "a TUN device cannot be made");
        String batch = "link set lo up\nlink set tun0 mtu " + mtu + " up\n" + (ipv4
                ? "addr add " + ScriptNetwork.IPV4_LOCAL + " dev tun0\nroute add default via "
                + ScriptNetwork.IPV4_GATEWAY
                : "addr add " + ScriptNetwork.IPV6_LOCAL + " dev tun0 nodad\n-6 route add default via "
                        + ScriptNetwork.IPV6_GATEWAY + " dev tun0") + "\n";
        configure(batch);
        // Whatever the machine's default is: what all stacks have.
        set("net.ipv4.tcp_congestion_control", "reno");
        began = System.nanoTime();
        await(5 * MILLISECOND);
        seen.clear();
    }

    /// Why the kernel cannot be asked here; null if it can.
    static String unavailable() {
        if (!Files.isWritable(DEVICE)) {
            return "the kernel as oracle needs root and " + DEVICE;
        }
        return Files.isExecutable(Path.of("/sbin/ip")) || Files.isExecutable(Path.of("/usr/sbin/ip"))
                || Files.isExecutable(Path.of("/bin/ip")) || Files.isExecutable(Path.of("/usr/bin/ip"))
                ? null : "the kernel as oracle needs the command ip";
    }

    private static long check(long result, String complaint) {
        if (result < 0) {
            throw new ScriptSkip(complaint + ": " + LinuxNumbers.error((int) -result));
        }
        return result;
    }

    private static void configure(String batch) {
        for (String line : batch.split("\n")) {
            String complaint = complaint(("ip " + line).split(" "));
            if (!complaint.isEmpty()) {
                throw new ScriptSkip("ip " + line + ": " + complaint);
            }
        }
    }

    private static String complaint(String... command) {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.onExit().join().exitValue() == 0 ? "" : output.strip() + ".";
        } catch (IOException e) {
            return "cannot be run: " + e.getMessage();
        }
    }

    @Override
    public SocketCalls calls() {
        return sockets;
    }

    @Override
    public long now() {
        return System.nanoTime() - began;
    }

    @Override
    public void advanceTo(long time) {
        patience(time);
        while (now() < time) {
            gather(time);
        }
        // What was sent in the meantime stands in the queue, with its time.
        gather(0);
    }

    private static void patience(long time) {
        if (time > PATIENCE) {
            throw new ScriptSkip("takes longer than " + PATIENCE / 1_000_000_000L + " s of real time");
        }
    }

    @Override
    public SentPacket await(long limit) {
        gather(0);
        while (seen.isEmpty() && now() < limit) {
            patience(now());
            gather(limit);
        }
        gather(0);
        return seen.poll();
    }

    /// Reads what the device has, after waiting for it until an instant.
    private void gather(long until) {
        int millis = Math.clamp((until - now() + MILLISECOND - 1) / MILLISECOND, 0, 20);
        polled.set(ValueLayout.JAVA_INT, 0, tun);
        polled.set(ValueLayout.JAVA_INT, 4, 1);
        KernelCall.call(KernelCall.POLL, polled.address(), 1, millis);
        for (long length = read(); length > 0; length = read()) {
            byte[] packet = buffer.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
            boolean isMulticast = packet[0] >> 4 == 6 && packet[24] == (byte) 0xFF;
            if (!isMulticast) {
                seen.add(new SentPacket(now(), packet));
            }
        }
    }

    private long read() {
        return KernelCall.call(KernelCall.READ, tun, buffer.address(), LARGEST);
    }

    @Override
    public void inject(byte[] packet) {
        gather(0);
        MemorySegment.copy(packet, 0, buffer, ValueLayout.JAVA_BYTE, 0, packet.length);
        KernelCall.call(KernelCall.WRITE, tun, buffer.address(), packet.length);
    }

    @Override
    public String set(String name, String value) {
        Path file = Path.of("/proc/sys", name.replace('.', '/'));
        if (!Files.exists(file)) {
            throw new ScriptSkip("this kernel has no " + name);
        }
        try {
            Files.writeString(file, value);
            return null;
        } catch (IOException e) {
            throw new ScriptSkip("this kernel refuses " + name + " = " + value);
        }
    }

    @Override
    public Long counter(String name) {
        for (String file : List.of("snmp", "netstat")) {
            Long value = counter(name, lines("/proc/thread-self/net/" + file));
            if (value != null) {
                return value;
            }
        }
        return lines("/proc/thread-self/net/snmp6").stream().map(line -> line.split("\\s+"))
                .filter(words -> words[0].equals(name)).map(words -> Long.valueOf(words[1])).findFirst().orElse(null);
    }

    /// Two lines belong together: names, then values.
    private static Long counter(String name, List<String> lines) {
        for (int i = 0; i + 1 < lines.size(); i += 2) {
            String[] names = lines.get(i).split("\\s+");
            String prefix = names[0].replace(":", "");
            int index = name.startsWith(prefix) ? List.of(names).indexOf(name.substring(prefix.length())) : -1;
            if (index > 0) {
                return Long.valueOf(lines.get(i + 1).split("\\s+")[index]);
            }
        }
        return null;
    }

    private static List<String> lines(String file) {
        try {
            return Files.readAllLines(Path.of(file));
        } catch (IOException e) {
            throw new ScriptSkip(file + " cannot be read: " + e.getMessage());
        }
    }

    @Override
    public boolean isReal() {
        return true;
    }

    @Override
    public void close() {
        sockets.close();
        KernelCall.call(KernelCall.CLOSE, tun);
        arena.close();
    }
}
