package io.longshore.tcp;

import static io.longshore.tcp.EcnBits.*;

import io.longshore.wire.AccEcnOption;
import io.longshore.wire.TcpHeader;
import io.longshore.wire.TcpOptions;

/// What Accurate ECN puts on segments of a connection that has agreed on it: the counter in the flags, the option where
/// it is due and fits (RFC 9768 3.2.3.3), and ECT(0) on every packet, acknowledgments and retransmissions too, as
/// Linux.
final class AccEcnOutput {

    // tcp_ecn_option
    private static final int NEVER = 0;
    private static final int FULL = 2;
    private static final int PERSISTENT = 3;

    private final TcpSettings settings;

    AccEcnOutput(TcpSettings settings) {
        this.settings = settings;
    }

    /// A SYN-ACK bears the option, unless it is sent again: whoever drops it may not like it (3.2.3.2.1).
    void inSynAck(Tcb tcb, OutgoingSegment outgoing) {
        if (settings.ecnOption == NEVER || !AccEcn.isOn(tcb) || tcb.retransmits() > 0) {
            return;
        }
        TcpOptions options = outgoing.options;
        options.accEcn().values(AccEcn.FIRST_BYTES, 0, AccEcn.FIRST_BYTES);
        fit(options, 0);
    }

    /// Before text is cut into segments: whether they are to be shorter, for the option.
    void look(Tcb tcb) {
        boolean wanted = mayUseOption(tcb);
        if (wanted != has(tcb, RESERVED)) {
            if (wanted) {
                set(tcb, RESERVED);
            } else {
                clear(tcb, RESERVED);
            }
            SegmentSize.choose(tcb);
        }
    }

    /// A segment without SYN; all its other options are there.
    void complete(Tcb tcb, OutgoingSegment outgoing, long now) {
        if (isHalfOpen(tcb)) {
            return;
        }
        mark(tcb, outgoing);
        if (isForgotten(tcb)) {
            return;
        }
        boolean reflects = has(tcb, REFLECT) && outgoing.payloadLength == 0 && !outgoing.has(TcpHeader.FIN);
        clear(tcb, REFLECT | LAST_WORD);
        if (reflects) {
            outgoing.flags |= AccEcn.reflection(number(tcb, SYN_ECN));
        } else {
            outgoing.flags |= AccEcn.flags(AccEcn.FIRST_ACE + tcb.intAt(AccEcnLayout.RECEIVED_MARKED));
            untold(tcb, 0);
        }
        if (!mayUseOption(tcb) || !isDue(tcb, now) || !fill(tcb, outgoing.options, now)) {
            clear(tcb, DUPLICATE_TOLD);
        }
    }

    /// Whether the counter that goes out now has CWR's bit.
    static boolean bearsCwr(Tcb tcb) {
        return (AccEcn.FIRST_ACE + tcb.intAt(AccEcnLayout.RECEIVED_MARKED) & 2) != 0;
    }

    /// A connection that nobody knows of yet.
    private static boolean isHalfOpen(Tcb tcb) {
        return tcb.state() == State.SYN_RECEIVED && tcb.has(Tcb.PASSIVE) && !tcb.has(Tcb.FAST_OPEN);
    }

    /// A connection that Linux would have but a stub of.
    private static boolean isForgotten(Tcb tcb) {
        return tcb.state() == State.TIME_WAIT && !has(tcb, LAST_WORD)
                || tcb.state() == State.FIN_WAIT_2 && tcb.has(Tcb.ORPHAN);
    }

    /// BBR does not answer marks as it would answer loss, so it asks for none.
    private static void mark(Tcb tcb, OutgoingSegment outgoing) {
        if (!has(tcb, ACE_FAIL_SEND | ACE_FAIL_RECEIVE) && !CongestionControl.of(tcb).isModel()) {
            outgoing.ecn = ECT_0;
        }
    }

    /// Nobody who has not sent the option gets it.
    private boolean mayUseOption(Tcb tcb) {
        return settings.ecnOption != NEVER && number(tcb, OPTION_SEEN) != 0
                && (settings.ecnOption >= PERSISTENT || !has(tcb, OPTION_FAIL_SEND));
    }

    private boolean isDue(Tcb tcb, long now) {
        return settings.ecnOption >= FULL || number(tcb, DEMAND) > 0 || isBeaconDue(tcb, now);
    }

    /// So many times in a round-trip time (3.2.3.3: "at least three").
    private boolean isBeaconDue(Tcb tcb, long now) {
        int beacon = settings.ecnOptionBeacon;
        return beacon > 0 && now - tcb.longAt(AccEcnLayout.OPTION_AT) >= tcb.srtt() / beacon;
    }

    private static boolean fill(Tcb tcb, TcpOptions options, long now) {
        AccEcnOption option = options.accEcn();
        option.values(tcb.intAt(AccEcnLayout.receivedBytes(ECT_1)) + AccEcn.FIRST_BYTES,
                tcb.intAt(AccEcnLayout.receivedBytes(CE)),
                tcb.intAt(AccEcnLayout.receivedBytes(ECT_0)) + AccEcn.FIRST_BYTES);
        if (!fit(options, number(tcb, LEAST_FIELDS))) {
            return false;
        }
        number(tcb, LEAST_FIELDS, 0);
        number(tcb, DEMAND, Math.max(number(tcb, DEMAND) - 1, 0));
        tcb.longAt(AccEcnLayout.OPTION_AT, now);
        return true;
    }

    /// As many fields as there is room for; where the least that are needed do not fit, SACK blocks make room, but for
    /// two of them.
    private static boolean fit(TcpOptions options, int least) {
        int blocks = options.sackBlocks();
        int fields = AccEcnOption.FIELDS;
        while (fields >= least) {
            options.accEcn().set(fields);
            if (options.needed() <= TcpOptions.MAX_LENGTH) {
                return true;
            }
            if (fields == least && least > 0 && options.sackBlocks() > 2) {
                options.sackBlocks(options.sackBlocks() - 1);
                fields = AccEcnOption.FIELDS;
            } else {
                fields--;
            }
        }
        options.sackBlocks(blocks);
        options.accEcn().clear();
        return false;
    }
}
