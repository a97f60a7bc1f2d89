package io.longshore.tcp;

import io.longshore.wire.FastOpenCookie;

/// Fast Open on the listener's side (RFC 7413 4.2), in Linux's manner: who brings the cookie that it was given may send
/// text on its SYN, which is delivered at once; who asks for a cookie, or brings a wrong one, is given one.
final class FastOpenInput {

    /// Bits of tcp_fastopen.
    private static final int SERVER = 2;
    private static final int WITHOUT_COOKIE = 0x200;
    private static final int EVERY_LISTENER = 0x400;

    private final Tcp tcp;
    private final TcpSettings settings;
    private final TcpCounters counters;

    FastOpenInput(Tcp tcp) {
        this.tcp = tcp;
        settings = tcp.settings;
        counters = tcp.counters;
    }

    /// Whether the SYN that has made a record in SYN-RECEIVED opens it at once. If not, the record bears the option for
    /// the SYN-ACK, if there is to be one.
    boolean accepts(Tcb tcb, Segment segment, Verdict verdict, long now) {
        FastOpenCookie option = segment.options.fastOpen();
        if (!option.isPresent() && (settings.fastOpen & WITHOUT_COOKIE) == 0) {
            return false;
        }
        counters.tcpFastOpenCookieReqd += option.isRequest() ? 1 : 0;
        boolean wanted = (settings.fastOpen & SERVER) != 0 && (segment.textLength > 0 || option.isPresent());
        if (!wanted || !hasRoom(tcb.listener(), now)) {
            return false;
        }
        FastOpenKeys keys = tcp.listeners.fastOpenKeys(tcb.listener(), settings.fastOpenKeys);
        int judgment = (settings.fastOpen & WITHOUT_COOKIE) != 0 ? FastOpenKeys.GOOD : keys.judge(segment);
        if (judgment != FastOpenKeys.GOOD) {
            counters.tcpFastOpenPassiveFail += judgment == FastOpenKeys.BAD && option.length() > 0 ? 1 : 0;
            counters.tcpFastOpenPassiveAltKey += judgment == FastOpenKeys.GOOD_BY_OLD_KEY ? 1 : 0;
            option.set(FastOpenKeys.COOKIE, keys.cookie(segment), 0, option.isExperimental());
            OpeningFields.cookie(tcb, option);
        }
        if (judgment == FastOpenKeys.BAD) {
            return false;
        }
        open(tcb, segment, verdict, now);
        return true;
    }

    /// RFC 7413 5.1: the handshakes pending are bounded, since their senders may have no address of their own.
    private boolean hasRoom(int listener, long now) {
        int most = tcp.listeners.options(listener).fastOpenQueue;
        if (most == 0 && (settings.fastOpen & EVERY_LISTENER) != 0) {
            most = tcp.listeners.backlog(listener);
        }
        if (most > 0 && !tcp.listeners.fastOpenLimits().hasRoom(listener, most, now)) {
            counters.tcpFastOpenListenOverflow++;
            return false;
        }
        return most > 0;
    }

    private void open(Tcb tcb, Segment segment, Verdict verdict, long now) {
        int listener = tcb.listener();
        tcb.set(Tcb.FAST_OPEN);
        tcp.listeners.fastOpenLimits().begin(tcb, listener);
        tcp.listeners.queued(listener, tcp.listeners.queued(listener) + 1);
        tcp.sources.connected(tcb);
        counters.passiveOpens++;
        counters.tcpFastOpenPassive++;
        // From here on its SYN counts as acknowledged, but for the SYN-ACK's own timer: text may follow.
        tcb.sndUna(tcb.iss() + 1);
        tcp.handshake.opened(tcb, now);
        verdict.add(Verdict.ACCEPTED);
        int length = (int) Math.min(segment.textLength, tcb.receiveCapacity());
        if (length > 0) {
            OpeningFields.set(tcb, OpeningFields.SYN_TEXT_TAKEN);
            verdict.add(Verdict.TEXT | Verdict.RECEIVED);
            verdict.textAt = segment.textAt;
            verdict.textLength = length;
            verdict.textPosition = 0;
            tcb.received(length);
            tcb.rcvNxt(tcb.rcvNxt() + length);
            tcb.rcvAdv(tcb.rcvNxt());
            tcb.lastAckSent(tcb.rcvNxt());
        }
    }
}
