package io.longshore.cli;

import io.longshore.link.Faults;
import io.longshore.link.FaultyLink;
import io.longshore.link.TapLink;
import io.longshore.link.TapSpec;
import io.longshore.syscall.Epoll;
import io.longshore.wire.Ethernet;
import io.longshore.wire.Frame;
import io.longshore.wire.FrameBatch;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// A wire between two TAP interfaces that delays frames, carries them no faster than a wire of its kind does, and loses
/// some by chance, each way with a generator of its own: what tc's netem would do where the kernel has it. Frames come
/// one by one, since who sets it up sees to it that neither interface takes super-segments.
public final class LossyWire {

    private static final long MEGABIT = 1_000_000;
    private static final int FRAMES = 64;
    /// Under way and waiting, each way.
    private static final int QUEUE = 1000;
    private static final long LONGEST_WAIT = 10_000_000;

    private final TapLink[] ends;
    private final long delayNanos;
    private final long bitsPerSecond;
    private final FrameBatch batch;
    private volatile FaultyLink[] faulty;

    private LossyWire(List<TapLink> ends, long delayNanos, long bitsPerSecond) {
        this.ends = ends.toArray(TapLink[]::new);
        this.delayNanos = delayNanos;
        this.bitsPerSecond = bitsPerSecond;
        batch = new FrameBatch(Arena.ofAuto(), FRAMES, this.ends[0].capabilities().frameRoom());
        lose(0, 0);
    }

    /// @param arguments the two interfaces, nanoseconds one way, Mbit/s; then lines with percent and seed are read
    public static void main(String[] arguments) throws IOException {
        TapLink near = TapLink.open(new TapSpec(arguments[0], List.of(), TapSpec.STANDARD_MTU));
        TapLink far = TapLink.open(new TapSpec(arguments[1], List.of(), TapSpec.STANDARD_MTU));
        LossyWire wire = new LossyWire(List.of(near, far), Long.parseLong(arguments[2]),
                Long.parseLong(arguments[3]) * MEGABIT);
        Thread carrier = Thread.ofPlatform().daemon().start(wire::carry);
        System.out.println("ready");
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        for (String line = orders.readLine(); line != null && carrier.isAlive(); line = orders.readLine()) {
            String[] order = line.split(" ");
            wire.lose(Integer.parseInt(order[0]), Long.parseLong(order[1]));
            System.out.println("loses " + line);
        }
    }

    /// From now on so many of a hundred frames are lost, each way; what is under way is, too.
    private void lose(int percent, long seed) {
        FaultyLink[] next = new FaultyLink[ends.length];
        for (int i = 0; i < ends.length; i++) {
            Faults faults = Faults.none().delay(delayNanos, 0).rate(bitsPerSecond).queue(QUEUE).loss(percent / 100.0);
            next[i] = new FaultyLink(ends[i], faults, System::nanoTime, 2 * seed + i);
        }
        faulty = next;
    }

    private void carry() {
        try (Epoll epoll = new Epoll(ends.length)) {
            for (TapLink end : ends) {
                epoll.add(end.descriptor(), Epoll.READABLE, 0);
            }
            while (true) {
                epoll.await(pass(faulty));
            }
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// A checksum that is complete is nothing that the other end would have to complete.
    private static void vouch(Frame frame) {
        frame.networkAt = Ethernet.HEADER;
        if (frame.transportAt == 0) {
            frame.flags &= ~Frame.CHECKSUM_OFFLOADED;
        }
    }

    /// Carries what is due; says how long nothing will be.
    private long pass(FaultyLink[] links) {
        long wait = LONGEST_WAIT;
        for (int i = 0; i < links.length; i++) {
            batch.clear();
            int carried = links[i].receive(batch);
            for (int n = 0; n < carried; n++) {
                vouch(batch.get(n));
            }
            ends[1 - i].transmit(batch);
            long untilNext = links[i].nextArrival() - System.nanoTime();
            wait = carried > 0 ? 0 : Math.clamp(untilNext, 0, wait);
        }
        return wait;
    }
}
