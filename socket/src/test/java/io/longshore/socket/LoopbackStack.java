package io.longshore.socket;

import io.longshore.channel.AcceptEntry;
import io.longshore.channel.RegionLayout;
import io.longshore.channel.ServerSlot;
import io.longshore.channel.SlotLayout;
import io.longshore.memory.DoorbellBitmap;
import io.longshore.memory.Region;
import io.longshore.memory.SleepEpoch;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;

/** A stack without a wire: connects slots of one region to each other, moving bytes from ring to ring. One thread. */
final class LoopbackStack {

    private static final int FIRST_EPHEMERAL = 40_000;

    /** Rings a context's bell. */
    interface Bells {
        void ring(int context);
    }

    private final Region region;
    private final RegionLayout layout;
    private final Bells bells;
    private final ServerSlot window;
    private final DoorbellBitmap requests;
    private final DoorbellBitmap[] events;
    private final SleepEpoch[] sleepers;
    private final LoopbackEnd[] ends;
    private final ArrayDeque<Integer> freeSlots = new ArrayDeque<>();
    private final Map<Integer, LoopbackEnd> listeners = new HashMap<>();
    /** Who wants to connect where the accept queue is full: as a SYN that is dropped comes again. */
    private final ArrayDeque<LoopbackEnd> waiting = new ArrayDeque<>();
    private final ByteBuffer copy = ByteBuffer.allocate(1 << 16);
    private int nextPort = FIRST_EPHEMERAL;
    private volatile int slotsInUse;

    LoopbackStack(Region region, RegionLayout layout, Bells bells) {
        this.region = region;
        this.layout = layout;
        this.bells = bells;
        this.window = new ServerSlot(region.chunk(0), layout);
        this.requests = new DoorbellBitmap(region.chunk(0), layout.shardBitmap(0), layout.slots());
        this.ends = new LoopbackEnd[layout.slots()];
        this.events = new DoorbellBitmap[layout.contexts()];
        this.sleepers = new SleepEpoch[layout.contexts()];
        for (int context = 0; context < layout.contexts(); context++) {
            events[context] = new DoorbellBitmap(region.chunk(0), layout.contextBitmap(context), layout.slots());
            sleepers[context] = new SleepEpoch(region.chunk(0), layout.contextSleep(context));
        }
        for (int slot = 0; slot < layout.slots(); slot++) {
            // The first generation is 1: with 0 a slot would look taken by the host before it was.
            window.at(slot).free();
            if (slot >= layout.firstServerSlot()) {
                freeSlots.add(slot);
            }
        }
    }

    int slotsInUse() {
        return slotsInUse;
    }

    /** For the message of a test that fails. */
    String describe() {
        StringBuilder text = new StringBuilder();
        for (LoopbackEnd end : ends.clone()) {
            if (end != null) {
                window.at(end.slot);
                text.append("slot ").append(end.slot).append(" hosts ").append(isHostsWord(end.slot))
                        .append(" intent ").append(window.at(end.slot).intent()).append(" sent ").append(window.sent())
                        .append(" taken ").append(end.fromHost.start()).append(" read ").append(window.read())
                        .append(" received ").append(end.toHost.end()).append(" peer ")
                        .append(end.peer == null ? -1 : end.peer.slot).append(" listening ").append(end.listening)
                        .append(" conditions ").append(end.conditions).append('\n');
            }
        }
        return text.toString();
    }

    boolean isQuiet() {
        return requests.isEmpty();
    }

    void turn() {
        for (int slot = requests.next(); slot >= 0; slot = requests.next()) {
            step(slot);
        }
        for (int count = waiting.size(); count > 0; count--) {
            connectAgain(waiting.poll());
        }
    }

    private void connectAgain(LoopbackEnd client) {
        if (ends[client.slot] == client) {
            connect(client);
        }
    }

    // --- One slot ---------------------------------------------------------------------------------------------------

    private void step(int slot) {
        if (!isHostsWord(slot)) {
            return;
        }
        if (ends[slot] == null) {
            use(slot);
        }
        LoopbackEnd end = ends[slot];
        int intent = window.at(slot).intent();
        answer(end);
        if (end.peer != null) {
            move(end.peer, end);
        }
        boolean closing = (intent & SlotLayout.INTENT_CLOSE) != 0;
        // Unread bytes make a close a reset, and a reset is no end of stream before that.
        boolean resetting = closing && ((intent & SlotLayout.INTENT_ABORT) != 0 || end.toHost.live() > 0);
        if (!resetting) {
            send(end, intent);
        }
        if (closing) {
            close(end, resetting);
        }
    }

    private boolean isHostsWord(int slot) {
        return window.at(slot).hostGeneration() == window.generation();
    }

    private LoopbackEnd use(int slot) {
        ends[slot] = new LoopbackEnd(region, layout, slot);
        slotsInUse++;
        return ends[slot];
    }

    private void send(LoopbackEnd end, int intent) {
        if (end.peer != null) {
            move(end, end.peer);
        } else if (end.established && end.fromHost.available() > 0) {
            // Nobody is there to take it: the peer's host would answer with a reset.
            end.fromHost.skip(Integer.MAX_VALUE);
            reset(end, 104);
        }
        boolean last = (intent & (SlotLayout.INTENT_SHUT_OUTPUT | SlotLayout.INTENT_CLOSE)) != 0;
        if (last && end.established && !end.outputEnded && end.fromHost.available() == 0) {
            end.outputEnded = true;
            condition(end, SlotLayout.CONDITION_OUTPUT_END);
            if (end.peer != null) {
                condition(end.peer, SlotLayout.CONDITION_INPUT_END);
            }
        }
    }

    private void move(LoopbackEnd from, LoopbackEnd to) {
        // Until a host has accepted a connection, its line tells of the slot's use before.
        if (to.closedByHost || !isHostsWord(from.slot)) {
            return;
        }
        int most = 1 << layout.log2Ring();
        boolean moved = false;
        int count = 1;
        while (from.fromHost.available() > 0 && count > 0) {
            count = Math.min(Math.min(to.toHost.room(most), from.fromHost.available()), copy.capacity());
            // after the position of what is moved: it was written before that
            tellUrgent(from, to);
            copy.clear().limit(count);
            from.fromHost.read(copy);
            to.toHost.write(copy.flip(), most);
            moved |= count > 0;
        }
        if (from.fromHost.available() > 0 && isHostsWord(to.slot)) {
            long wanted = window.at(to.slot).read() + 1;
            window.readNotice(wanted);
            if (window.read() >= wanted) {
                requests.ring(to.slot);
            }
        }
        if (moved) {
            ring(to);
            if (isHostsWord(from.slot) && window.at(from.slot).intent() != 0) {
                // Its end waited for its bytes.
                requests.ring(from.slot);
            }
            if (window.at(from.slot).isAcknowledgedNews(from.fromHost.start())) {
                ring(from);
            }
        }
    }

    private void tellUrgent(LoopbackEnd from, LoopbackEnd to) {
        long urgent = window.at(from.slot).urgentSent();
        if (urgent > from.fromHost.start()) {
            window.at(to.slot).urgentReceived(urgent);
            condition(to, SlotLayout.CONDITION_URGENT);
        }
    }

    private void condition(LoopbackEnd end, int bit) {
        end.conditions |= bit;
        window.at(end.slot).conditions(end.conditions);
        ring(end);
    }

    private void reset(LoopbackEnd end, int errno) {
        // As Linux: behind a FIN there is nobody to tell but writers.
        boolean ended = (end.conditions & SlotLayout.CONDITION_INPUT_END) != 0;
        window.at(end.slot).error(ended ? Errno.EPIPE : errno);
        condition(end, SlotLayout.CONDITION_ERROR);
        window.at(end.slot).state(SlotLayout.STATE_CLOSED);
        if (end.peer != null) {
            end.peer.peer = null;
            end.peer = null;
        }
    }

    private void ring(LoopbackEnd end) {
        int context = isHostsWord(end.slot) ? window.at(end.slot).context() : 0;
        events[context].ring(end.slot);
        if (sleepers[context].needsBell()) {
            bells.ring(context);
        }
    }

    // --- Requests ---------------------------------------------------------------------------------------------------

    private void answer(LoopbackEnd end) {
        window.at(end.slot);
        int number = window.request();
        int answered = region.chunk(0).getInt(layout.slot(end.slot) + SlotLayout.ANSWERED);
        if (number == answered) {
            return;
        }
        int code = window.requestCode();
        int errno = bind(end, code);
        if (errno == 0 && code == SlotLayout.REQUEST_LISTEN) {
            end.listening = true;
            end.backlog = window.at(end.slot).backlog();
            listeners.put(end.localPort, end);
            window.at(end.slot).state(SlotLayout.STATE_LISTENING);
        }
        window.at(end.slot).answer(number, errno);
        ring(end);
        if (errno == 0 && code == SlotLayout.REQUEST_CONNECT) {
            connect(end);
        }
    }

    private int bind(LoopbackEnd end, int code) {
        if (end.localPort != 0) {
            return 0;
        }
        int port = window.at(end.slot).argumentLocalPort();
        if (port != 0 && code != SlotLayout.REQUEST_CONNECT && listeners.containsKey(port)) {
            return 98;
        }
        end.localPort = port != 0 ? port : nextPort++;
        boolean any = window.argumentLocalHigh() == 0 && window.argumentLocalLow() == 0;
        boolean connecting = code == SlotLayout.REQUEST_CONNECT && any;
        end.localHigh = connecting ? window.argumentRemoteHigh() : window.argumentLocalHigh();
        end.localLow = connecting ? window.argumentRemoteLow() : window.argumentLocalLow();
        window.local(end.localHigh, end.localLow, end.localPort);
        window.state(SlotLayout.STATE_BOUND);
        return 0;
    }

    private void connect(LoopbackEnd client) {
        window.at(client.slot).state(SlotLayout.STATE_CONNECTING);
        LoopbackEnd listener = listeners.get(window.argumentRemotePort());
        if (listener != null && isFull(listener)) {
            waiting.add(client);
            return;
        }
        Integer slot = listener == null ? null : freeSlots.poll();
        if (slot == null) {
            reset(client, 111);
            return;
        }
        LoopbackEnd server = use(slot);
        client.peer = server;
        server.peer = client;
        server.listener = listener;
        server.localPort = window.at(client.slot).argumentRemotePort();
        server.localHigh = window.argumentRemoteHigh();
        server.localLow = window.argumentRemoteLow();
        establish(client, server);
        establish(server, client);
        ByteBuffer entry = ByteBuffer.allocate(AcceptEntry.BYTES).order(ByteOrder.nativeOrder());
        entry.putLong(AcceptEntry.of(slot, window.at(slot).generation())).flip();
        listener.toHost.write(entry, 1 << layout.log2Ring());
        ring(listener);
        ring(client);
    }

    private boolean isFull(LoopbackEnd listener) {
        return listener.toHost.live() / AcceptEntry.BYTES >= listener.backlog;
    }

    private void establish(LoopbackEnd end, LoopbackEnd other) {
        end.established = true;
        window.at(end.slot).local(end.localHigh, end.localLow, end.localPort);
        window.remote(other.localHigh, other.localLow, other.localPort);
        window.sendLimit(1 << layout.log2Ring());
        window.state(SlotLayout.STATE_ESTABLISHED);
    }

    // --- The end ----------------------------------------------------------------------------------------------------

    private void close(LoopbackEnd end, boolean resetting) {
        if (end.listening) {
            closeListener(end);
        } else if (end.peer != null) {
            if (resetting) {
                reset(end.peer, 104);
            } else if (end.fromHost.available() > 0) {
                // The rest follows when the peer has room; until then the slot is kept.
                return;
            } else {
                end.peer.peer = null;
                end.peer = null;
            }
        }
        end.closedByHost = true;
        free(end);
    }

    private void closeListener(LoopbackEnd listener) {
        listeners.remove(listener.localPort, listener);
        for (LoopbackEnd end : ends.clone()) {
            if (end != null && end.listener == listener && !isHostsWord(end.slot)) {
                refuse(end);
            }
        }
    }

    private void refuse(LoopbackEnd end) {
        if (end.peer != null) {
            reset(end.peer, 104);
        }
        free(end);
    }

    private void free(LoopbackEnd end) {
        ends[end.slot] = null;
        slotsInUse--;
        window.at(end.slot).free();
        if (end.slot >= layout.firstServerSlot()) {
            freeSlots.add(end.slot);
        }
    }
}
