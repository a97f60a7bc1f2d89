package io.longshore.testing.conformance;

import io.longshore.channel.Address128;
import io.longshore.channel.HostSlot;
import io.longshore.channel.SlotLayout;
import io.longshore.stack.SlotTcb;
import io.longshore.tcp.Tcb;

/// One TCP socket as Linux would have it, over a slot of ours.
final class StackSocket {

    /// What Linux calls `sk->sk_state`, as far as calls depend on it.
    enum Phase { CLOSED, LISTENING, CONNECTING, CONNECTED }

    final SteppedStack stack;
    final boolean isIpv6;
    final OptionValues options;
    boolean nonBlocking;
    final UrgentByte urgent = new UrgentByte(this);
    private final SendQueue sendQueue;
    final ErrorQueue errors = new ErrorQueue();
    final SendReports reports = new SendReports(errors);
    /// Null until the first call that needs one.
    HostSlot slot;
    /// A connect is under way and nobody has been told of its end (SS_CONNECTING).
    boolean connecting;
    /// A connect has been told to have succeeded, or the socket was accepted (SS_CONNECTED).
    boolean connected;
    boolean outputShut;
    boolean inputShut;
    /// TCP_FASTOPEN_CONNECT: the connection begins with the first write to this name.
    SocketName deferred;
    /// A writer found no room (SOCK_NOSPACE).
    boolean wantsRoom;
    private final RoomTime roomTime = new RoomTime();
    private byte[] lastInfo = new byte[TcpInfoImage.BYTES];
    private boolean errorTaken;
    private int ownError;
    private SocketName boundTo;

    StackSocket(SteppedStack stack, boolean isIpv6, OptionValues options) {
        this.stack = stack;
        this.isIpv6 = isIpv6;
        this.options = options;
        sendQueue = new SendQueue(stack.settings());
    }

    Phase phase() {
        if (slot == null) {
            return Phase.CLOSED;
        }
        return switch (slot.state()) {
            case SlotLayout.STATE_LISTENING -> Phase.LISTENING;
            case SlotLayout.STATE_CONNECTING -> Phase.CONNECTING;
            case SlotLayout.STATE_ESTABLISHED -> Phase.CONNECTED;
            default -> Phase.CLOSED;
        };
    }

    boolean isListening() {
        return phase() == Phase.LISTENING;
    }

    /// Tells the stack what was written in the slot, and lets that have its effect.
    void ring() {
        stack.host().ring(slot);
        stack.settle();
    }

    // --- Errors -----------------------------------------------------------------------------------------------------

    /// The error that waits to be told, 0 if there is none (`sk->sk_err`).
    int error() {
        if (ownError != 0) {
            return ownError;
        }
        boolean failed = slot != null && !errorTaken && slot.hasConditions(SlotLayout.CONDITION_ERROR);
        return failed ? slot.error() : 0;
    }

    /// Tells it, once.
    int takeError() {
        int error = error();
        if (ownError != 0) {
            ownError = 0;
        } else if (error != 0) {
            errorTaken = true;
        }
        return error;
    }

    void fail(int errno) {
        ownError = errno;
    }

    // --- The slot ---------------------------------------------------------------------------------------------------

    /// A slot to make requests with.
    HostSlot open() {
        if (slot == null) {
            slot = stack.host().open(stack.context().number());
            options.writeTo(slot);
            errorTaken = false;
            if (boundTo != null) {
                bind(boundTo);
            }
        }
        return slot;
    }

    /// 0 or an errno.
    int request(int code) {
        slot.request(code);
        ring();
        return slot.isAnswered() ? slot.result() : Linux.EINVAL;
    }

    int bind(SocketName name) {
        open().local(name.address128(), name.port());
        int result = request(SlotLayout.REQUEST_BIND);
        if (result == 0) {
            boundTo = new SocketName(name.family(), slot.localPort(), name.scope(), name.address());
        } else {
            drop(0);
        }
        return result;
    }

    boolean isBound() {
        return boundTo != null;
    }

    /// Gives the slot up; the socket is as new, but keeps its options and its bound port.
    void drop(int abortOrZero) {
        if (slot != null) {
            stack.host().close(slot, abortOrZero);
            stack.settle();
            slot = null;
        }
        sendQueue.clear();
        reports.end();
        lastInfo = new byte[TcpInfoImage.BYTES];
        connected = false;
        connecting = false;
        outputShut = false;
        inputShut = false;
        wantsRoom = false;
    }

    // --- Streams ----------------------------------------------------------------------------------------------------

    /// Whether nothing more will come: the peer's FIN, a shutdown, or the end of the connection (RCV_SHUTDOWN).
    boolean isInputOver() {
        return inputShut || slot != null
                && (slot.hasConditions(SlotLayout.CONDITION_INPUT_END) || slot.state() == SlotLayout.STATE_CLOSED);
    }

    /// Whether nothing more may be sent (SEND_SHUTDOWN).
    boolean isOutputOver() {
        return outputShut || slot != null && slot.state() == SlotLayout.STATE_CLOSED;
    }

    /// The peer's FIN has come (SOCK_DONE).
    boolean hasPeerFinished() {
        return slot != null && slot.hasConditions(SlotLayout.CONDITION_INPUT_END);
    }

    int available() {
        return slot == null || isListening() ? 0 : slot.available();
    }

    /// The connection's record, or null.
    Tcb record() {
        return slot == null || isListening() ? null : SlotTcb.of(stack.agent(), 0, slot.number());
    }

    /// Bytes written and not acknowledged.
    int queued() {
        return slot == null || isListening() ? 0 : slot.unacknowledged();
    }

    /// Who waited for room has been told, if there is some.
    void look() {
        Tcb tcb = record();
        if (tcb != null) {
            lastInfo = TcpInfoImage.of(tcb, stack);
        }
        lookAtReports(tcb);
        roomTime.look(this, tcb, stack.now());
        wantsRoom &= !PollEvents.isWritable(this);
    }

    private void lookAtReports(Tcb tcb) {
        if (slot != null && phase() == Phase.CLOSED) {
            reports.end();
        } else if (slot != null && !isListening()) {
            reports.look(tcb, slot.acknowledged(), stack.sinceEpoch());
        }
    }

    /// Microseconds in which a writer waited for room while nothing else kept text from going: tcpi_sndbuf_limited.
    long bufferLimited() {
        return roomTime.micros(stack.now());
    }

    /// Whether the connection began with text on its SYN.
    boolean beganWithText() {
        return slot != null && !isListening() && slot.hasConditions(SlotLayout.CONDITION_SYN_TEXT);
    }

    /// What TCP_INFO told last of a connection that is no more.
    byte[] lastInfo() {
        return lastInfo.clone();
    }

    /// The account of what is written, as of now.
    SendQueue sendQueue() {
        sendQueue.look(record(), slot == null ? 0 : slot.acknowledged());
        return sendQueue;
    }

    /// Bytes written and not yet sent.
    int unsent() {
        Tcb tcb = record();
        return tcb == null ? 0 : (int) Math.max(0, tcb.sent() - tcb.sentPosition(tcb.sndNxt()));
    }

    SocketName localName() {
        if (slot == null || slot.localPort() == 0) {
            SocketName any = new SocketName(isIpv6 ? Linux.AF_INET6 : Linux.AF_INET, 0, 0, new byte[isIpv6 ? 16 : 4]);
            return boundTo == null ? any : boundTo;
        }
        return SocketName.of(slot.localAddress(), slot.localPort(), isIpv6);
    }

    SocketName remoteName() {
        Address128 address = slot.remoteAddress();
        return SocketName.of(address, slot.remotePort(), isIpv6);
    }
}
