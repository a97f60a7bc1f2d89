package io.longshore.stack;

import io.longshore.channel.RegionLayout;
import io.longshore.channel.SlotLayout;
import io.longshore.memory.DoorbellBitmap;
import io.longshore.memory.Memory;
import io.longshore.memory.SleepEpoch;

/// Tells an attachment's contexts about news: a bit in a context's bitmap for each slot, and at the end of the turn
/// one bell for each context that sleeps.
final class ContextBells {

    private final RegionLayout layout;
    private final int firstContext;
    private final Memory registers;
    private final Lease lease;
    private final DoorbellBitmap[] events;
    private final SleepEpoch[] sleeps;
    private final NumberQueue rung;

    ContextBells(RegionLayout layout, Memory registers, Lease lease) {
        this.layout = layout;
        firstContext = layout.slot(0) + SlotLayout.CONTEXT;
        this.registers = registers;
        this.lease = lease;
        events = new DoorbellBitmap[layout.contexts()];
        sleeps = new SleepEpoch[layout.contexts()];
        rung = new NumberQueue(Integer.highestOneBit(layout.contexts() * 2 - 1));
    }

    /// Says that a slot has news, to the context that its host line names. The caller has released the news and
    /// fenced since, so that a host which changes the context either sees the news or is seen here.
    void ring(int slot) {
        int context = registers.getInt(firstContext + slot * RegionLayout.SLOT_BYTES);
        if (context < 0 || context >= layout.contexts()) {
            throw HostViolation.CONTEXT;
        }
        if (events[context] == null) {
            open(context);
        }
        events[context].ring(slot);
        rung.add(context);
    }

    /// Sends a bell to each context rung since the last flush that sleeps.
    void flush() {
        for (int context = rung.take(); context != NumberQueue.NONE; context = rung.take()) {
            if (sleeps[context].needsBell()) {
                lease.bell(context);
            }
        }
    }

    /// Contexts are opened when first used: few applications use many.
    private void open(int context) {
        events[context] = new DoorbellBitmap(registers, layout.contextBitmap(context), layout.slots());
        sleeps[context] = new SleepEpoch(registers, layout.contextSleep(context));
    }
}
