package io.longshore.channel;

import io.longshore.memory.DoorbellBitmap;
import io.longshore.memory.Memory;
import io.longshore.memory.SleepEpoch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * One context of an attachment, for the one thread that takes its events and sleeps for them.
 *
 * <pre>
 *   while ((slot = context.next()) >= 0) look at the slot's registers
 *   context.fallAsleep()
 *   if (context.isQuiet() and nothing else is new) block in a kernel Selector with bell() registered for reading
 *   context.awake()
 *   if (the Selector found bell() readable) context.takeBells()
 * </pre>
 */
public final class HostContext implements AutoCloseable {

    private final HostAttachment attachment;
    private final int number;
    private final DoorbellBitmap events;
    private final SleepEpoch epoch;
    private final SocketChannel bell;
    private final ByteBuffer bellBytes = ByteBuffer.allocateDirect(64);

    HostContext(HostAttachment attachment, int number, SocketChannel bell) {
        Memory memory = attachment.region().chunk(0);
        RegionLayout layout = attachment.layout();
        this.attachment = attachment;
        this.number = number;
        this.events = new DoorbellBitmap(memory, layout.contextBitmap(number), layout.slots());
        this.epoch = new SleepEpoch(memory, layout.contextSleep(number));
        this.bell = bell;
        // Whoever had this context before may have left it asleep, its bell already rung: begin with a new epoch.
        epoch.awake();
    }

    /** What a slot's context register names it by. */
    public int number() {
        return number;
    }

    /** The next slot with news, or −1 at the end of a pass; events are hints, the registers are the truth. */
    public int next() {
        return events.next();
    }

    /** From now on the server rings the bell; look again at everything before blocking. */
    public void fallAsleep() {
        epoch.fallAsleep();
    }

    /** Whether no slot has news, looked at after {@link #fallAsleep}. */
    public boolean isQuiet() {
        return events.isEmpty();
    }

    /** After blocking, or instead of it. */
    public void awake() {
        epoch.awake();
    }

    /** The channel that becomes readable when the server rings or is gone; null in a simulation. */
    public SocketChannel bell() {
        return bell;
    }

    /** Takes the bells that were rung, while awake; learns if the server has hung up. */
    public void takeBells() {
        try {
            bellBytes.clear();
            int count = bell.read(bellBytes);
            while (count == bellBytes.capacity()) {
                bellBytes.clear();
                count = bell.read(bellBytes);
            }
            if (count < 0) {
                attachment.markClosed();
            }
        } catch (IOException e) {
            attachment.markClosed();
        }
    }

    /** Gives the context back; its slots must have been moved to another. */
    @Override
    public void close() {
        attachment.closed(this);
    }
}
