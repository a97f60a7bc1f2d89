package io.longshore.testing.fuzz;

import io.longshore.channel.AcceptEntry;
import io.longshore.channel.Address128;
import io.longshore.channel.CutOff;
import io.longshore.channel.HostAttachment;
import io.longshore.channel.HostSlot;
import io.longshore.channel.RegionLayout;
import io.longshore.channel.SlotLayout;
import io.longshore.memory.DoorbellBitmap;
import io.longshore.memory.Memory;
import io.longshore.memory.Region;
import io.longshore.stack.Lease;
import io.longshore.stack.ServerAttachment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/// An application with its region: an honest echo server, or one that writes anything anywhere.
final class FuzzHost implements Lease {

    static final RegionLayout LAYOUT = new RegionLayout(128, 2, 1, 16);
    private static final int HOST_LINE = 64;
    /// Lines of a slot that are the host's: positions and requests, arguments, options.
    private static final int[] HOST_LINES = {0, 0, 0, 128, SlotLayout.OPTION_CHANGES, SlotLayout.OPTION_CHANGES + 64};
    private static final int EVERYDAY = SlotLayout.OPTION_NO_DELAY | SlotLayout.OPTION_KEEP_ALIVE
        | SlotLayout.OPTION_QUICK_ACK | SlotLayout.OPTION_CORK | SlotLayout.OPTION_MORE | SlotLayout.OPTION_SLOW_ACK;
    private static final int BULK = 1 << 15;

    final ServerAttachment attachment;
    CutOff cutOff = CutOff.NONE;
    boolean ended;

    private final MemorySegment memory;
    private final HostAttachment host;
    private final List<HostSlot> slots = new ArrayList<>();
    /// Those whose output is shut.
    private final Set<HostSlot> shut = Collections.newSetFromMap(new IdentityHashMap<>());
    private final byte[] buffer = new byte[4096];
    private HostSlot listener;

    FuzzHost(int number, MemorySegment memory) {
        this.memory = memory;
        attachment = new ServerAttachment(number, LAYOUT, 0, memory, this);
        Region region = Region.from((offset, bytes) -> memory.asSlice(offset, bytes).asByteBuffer(), LAYOUT.bytes(),
            LAYOUT.smallestChunkLog2(), () -> { });
        try {
            host = HostAttachment.over(region, LAYOUT, () -> { });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // What is honest.

    void listen(int port) {
        listener = host.open(0);
        listener.local(Address128.ANY, port);
        listener.backlog(8);
        listener.request(SlotLayout.REQUEST_LISTEN);
        host.ring(listener);
    }

    void connect(Address128 address, int port) {
        HostSlot slot = host.open(0);
        if (slot != null) {
            slot.remote(address, port);
            slot.request(SlotLayout.REQUEST_CONNECT);
            host.ring(slot);
            slots.add(slot);
        }
    }

    /// Sets options of one of its sockets as any application may, within what they mean.
    void setOptions(FuzzInput input) {
        if (slots.isEmpty()) {
            return;
        }
        HostSlot slot = slots.get(input.choice(slots.size()));
        slot.options(input.number16() & EVERYDAY);
        switch (input.choice(8)) {
            case 0 -> slot.option(SlotLayout.USER_TIMEOUT, 1 + input.number16());
            case 1 -> slot.option(SlotLayout.UNSENT_LOW_WATER, 1 + input.number16());
            case 2 -> slot.option(SlotLayout.WINDOW_CLAMP, input.number16());
            case 3 -> slot.option(SlotLayout.CONGESTION, 1 + input.choice(3));
            case 4 -> slot.option(SlotLayout.FIN_LINGER, input.choice(3));
            case 5 -> slot.keepAlive(1 + input.octet(), 1 + input.octet(), 1 + input.choice(9));
            case 6 -> slot.option(SlotLayout.MAX_SEGMENT, 88 + input.number16() % 2000);
            default -> slot.option(SlotLayout.PATH_DISCOVERY, input.choice(6));
        }
        host.ring(slot);
    }

    /// Writes something that nobody asked for, half-closes or closes one of its sockets.
    void act(FuzzInput input) {
        if (slots.isEmpty()) {
            return;
        }
        HostSlot slot = slots.get(input.choice(slots.size()));
        switch (input.choice(4)) {
            case 0 -> {
                slot.intend(SlotLayout.INTENT_SHUT_OUTPUT);
                shut.add(slot);
                host.ring(slot);
            }
            case 1 -> {
                slots.remove(slot);
                host.close(slot, input.flag() ? SlotLayout.INTENT_ABORT : 0);
            }
            default -> {
                int bytes = input.number16() % BULK;
                slot.write(new byte[BULK], 0, mayWrite(slot) ? bytes : 0);
                host.ring(slot);
            }
        }
    }

    /// Accepts who waits, sends back what came, and closes what is over.
    void echo() {
        for (long entry = listener.nextAccepted(); entry != AcceptEntry.NONE; entry = listener.nextAccepted()) {
            HostSlot accepted = host.accept(entry, 0);
            if (accepted != null) {
                slots.add(accepted);
                host.ring(accepted);
            }
        }
        slots.removeIf(this::isOver);
    }

    private boolean isOver(HostSlot slot) {
        int count = slot.state() == SlotLayout.STATE_ESTABLISHED ? slot.read(buffer, 0, buffer.length) : 0;
        if (count > 0) {
            slot.write(buffer, 0, mayWrite(slot) ? count : 0);
            host.ring(slot);
        }
        boolean over = slot.state() == SlotLayout.STATE_CLOSED || slot.hasConditions(SlotLayout.CONDITION_ERROR)
            || count <= 0 && slot.isInputEnded();
        if (over) {
            host.close(slot, 0);
        }
        return over;
    }

    private boolean mayWrite(HostSlot slot) {
        return slot.state() == SlotLayout.STATE_ESTABLISHED && !shut.contains(slot);
    }

    // What is not.

    /// Writes something into the host's lines of some slot, mostly with the generation right, and rings.
    void scribble(FuzzInput input) {
        int slot = input.choice(6) == 0 ? input.choice(LAYOUT.slots()) : input.flag() ? input.choice(3)
            : LAYOUT.firstServerSlot() + input.choice(3);
        long line = LAYOUT.slot(slot) + HOST_LINES[input.choice(HOST_LINES.length)];
        for (int i = 1 + input.choice(3); i > 0; i--) {
            long at = line + 4 * input.choice(HOST_LINE / 4);
            int value = switch (input.choice(6)) {
                case 0 -> input.choice(20);
                case 1 -> input.number32();
                case 2, 3, 4 -> input.near(memory.get(ValueLayout.JAVA_INT, at));
                default -> memory.get(ValueLayout.JAVA_INT, LAYOUT.slot(slot) + SlotLayout.GENERATION);
            };
            memory.set(ValueLayout.JAVA_INT, at, value);
        }
        if (input.choice(4) != 0) {
            int generation = memory.get(ValueLayout.JAVA_INT, LAYOUT.slot(slot) + SlotLayout.GENERATION);
            memory.set(ValueLayout.JAVA_INT, LAYOUT.slot(slot) + SlotLayout.HOST_GENERATION, generation);
        }
        bitmap().ring(slot);
    }

    /// Writes anywhere in the registers, the server's own lines and the bitmaps included.
    void vandalise(FuzzInput input) {
        long at = 4L * Integer.remainderUnsigned(input.number32(), (int) (LAYOUT.registerBytes() / 4));
        memory.set(ValueLayout.JAVA_INT, at, input.number32());
        bitmap().ring(input.choice(LAYOUT.slots()));
    }

    private DoorbellBitmap bitmap() {
        Memory registers = Memory.of(memory.asSlice(0, LAYOUT.registerBytes()).asByteBuffer());
        return new DoorbellBitmap(registers, LAYOUT.shardBitmap(0), LAYOUT.slots());
    }

    @Override
    public void bell(int context) {
        WireFuzz.check(context >= 0 && context < LAYOUT.contexts(), "a bell for context " + context);
    }

    @Override
    public void discard(long at, long bytes) {
        WireFuzz.check(at >= LAYOUT.registerBytes() && bytes >= 0 && at + bytes <= LAYOUT.bytes(),
            "discards " + bytes + " at " + at);
        memory.asSlice(at, bytes).fill((byte) 0);
    }

    @Override
    public void cutOff(CutOff reason) {
        cutOff = reason;
    }

    @Override
    public void ended() {
        ended = true;
    }
}
