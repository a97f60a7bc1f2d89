package io.longshore.tcp;

import io.longshore.wire.IpAddress;
import io.longshore.wire.Sequence;
import io.longshore.wire.SipHash;
import io.longshore.wire.TcpHeader;
import io.longshore.wire.TcpOptions;
import java.lang.foreign.Arena;

/// SYN cookies (RFC 4987 3.6) as Linux has them: where no record may be made for a SYN, what must be remembered goes
/// into the SYN-ACK, and comes back in the acknowledgment.
///
/// The initial sequence number is `h(four numbers) + SEG.SEQ + (minute << 24) + (h(four numbers, minute) + i mod 2²⁴)`,
/// where i says which MSS of a short table is the largest that the peer takes. With timestamps, the low six bits of
/// TSval say whether it may ECN and SACK, and its window scale. A cookie is good in its minute and the next. The keys
/// follow from the secret and the hour, so a cookie survives their rotation.
final class SynCookies {

    /// Bits of the timestamp.
    private static final int SACK = 1 << 4;
    private static final int ECN = 1 << 5;
    private static final int SCALE = 0xF;
    private static final int STAMP_MASK = 0x3F;

    private static final int[] MSS_IPV4 = {536, 1300, 1440, 1460};
    private static final int[] MSS_IPV6 = {1220, 1420, 1440, 8940};

    private static final long MINUTE = 60_000_000_000L;
    /// Minutes for which a cookie is good: MAX_SYNCOOKIE_AGE.
    private static final int AGES = 2;
    /// Minutes of one key.
    private static final int KEY_LIFE = 60;
    private static final int COUNT_SHIFT = 24;
    private static final int DATA_MASK = (1 << COUNT_SHIFT) - 1;

    private static final long WHOLE = 1;
    private static final long TIMED = 2;

    private final Tcp tcp;
    private final SipHash secret;
    private final Endpoints endpoints = new Endpoints();
    /// The record that the SYN-ACK is made with, and that is forgotten at once.
    private final TcbSlab scratch = new TcbSlab(Arena.ofAuto().allocate(Tcb.BYTES, 64));
    private final Tcb tcb = new Tcb();
    private final Verdict verdict = new Verdict();
    /// The keys of this hour and the one before, or of this and the next: one place for even hours, one for odd.
    private final SipHash[] keys = new SipHash[2];
    private final long[] keyEpochs = {-1, -1};

    SynCookies(Tcp tcp, SipHash secret) {
        this.tcp = tcp;
        this.secret = secret;
    }

    /// Makes ready for an answer with a cookie: without timestamps on both sides there is no place for more than the
    /// MSS.
    void reduce(Segment segment) {
        TcpOptions options = segment.options;
        options.fastOpen().clear();
        if (!options.hasTimestamps() || !tcp.settings.timestamps) {
            int mss = options.mss();
            options.clear();
            options.mss(mss);
            segment.flags &= ~AccEcn.ACE;
        }
    }

    /// Makes the SYN-ACK that answers a SYN, where the verdict has [Verdict#COOKIE].
    void answer(Segment segment, OutgoingSegment outgoing, long now) {
        scratch.allocate(tcb);
        try {
            answerWithRecord(segment, outgoing, now);
        } finally {
            scratch.free(tcb.number());
        }
        tcp.counters.syncookiesSent++;
    }

    private void answerWithRecord(Segment segment, OutgoingSegment outgoing, long now) {
        int listener = tcp.listeners.find(segment);
        tcb.endpoints(endpoints.ofReceived(segment));
        // those of the record that the acknowledgment will make: window scale and MSS follow from them
        tcp.listeners.options(listener).applyTo(tcb);
        tcp.begin(tcb, now);
        tcb.receiveCapacity(tcp.listeners.receiveCapacity(listener));
        tcp.handshake.synReceived(tcb, segment, now);
        Transitions.apply(tcb, Event.SYN);
        tcb.set(Tcb.SYN_WANTED);
        tcp.output.next(tcb, outgoing, now);
        outgoing.sequence = cookie(segment, now);
        if (tcb.has(Tcb.TIMESTAMPS_OK)) {
            boolean ecn = Ecn.isOn(tcb);
            outgoing.options.timestamps(stamp(outgoing.options, ecn), outgoing.options.tsecr());
        }
    }

    /// The timestamp, moved back until its low bits say what was agreed on.
    private int stamp(TcpOptions options, boolean ecn) {
        int bits = tcb.has(Tcb.SCALING_OK) ? tcb.sndScale() : SCALE;
        bits |= tcb.has(Tcb.SACK_OK) ? SACK : 0;
        bits |= ecn ? ECN : 0;
        int clock = options.tsval() - tcb.tsOffset();
        int stamp = clock & ~STAMP_MASK | bits;
        if (Sequence.isAfter(stamp, clock)) {
            stamp -= STAMP_MASK + 1;
        }
        return stamp + tcb.tsOffset();
    }

    private int cookie(Segment segment, long now) {
        long minute = now / MINUTE;
        int[] table = tcb.isIpv4() ? MSS_IPV4 : MSS_IPV6;
        int index = table.length - 1;
        while (index > 0 && table[index] > tcb.peerMss()) {
            index--;
        }
        endpoints.ofReceived(segment);
        int timed = hash(minute, TIMED, minute) + index & DATA_MASK;
        return hash(minute, WHOLE, 0) + segment.sequence + ((int) minute << COUNT_SHIFT) + timed;
    }

    /// The MSS that the cookie in an acknowledgment stands for; 0 if it is none of ours, or too old.
    int check(Segment segment, long now) {
        endpoints.ofReceived(segment);
        long present = now / MINUTE;
        int cookie = segment.acknowledgment - 1;
        int[] table = IpAddress.isIpv4(segment.sourceHigh, segment.sourceLow) ? MSS_IPV4 : MSS_IPV6;
        for (long minute = present; minute > present - AGES; minute--) {
            int rest = cookie - hash(minute, WHOLE, 0) - (segment.sequence - 1) - ((int) minute << COUNT_SHIFT);
            int index = rest - hash(minute, TIMED, minute) & DATA_MASK;
            if (rest >>> COUNT_SHIFT == 0 && index < table.length) {
                return table[index];
            }
        }
        return 0;
    }

    /// Puts the options of the SYN that was forgotten back into the segment that acknowledges the cookie, and its ECN
    /// bits into the flags; false if the timestamp says what we never agree to.
    boolean restore(Segment segment, int mss, int tsOffset) {
        TcpOptions options = segment.options;
        options.mss(mss);
        int ace = AccEcn.ace(segment.flags);
        segment.flags &= ~AccEcn.ACE;
        if (!options.hasTimestamps()) {
            return true;
        }
        if (!tcp.settings.timestamps) {
            return false;
        }
        int bits = options.tsecr() - tsOffset & STAMP_MASK;
        if ((bits & SACK) != 0) {
            options.sackPermitted();
        }
        if ((bits & SCALE) != SCALE) {
            options.windowScale(bits & SCALE);
        }
        if ((bits & ECN) != 0) {
            // RFC 9768 5.1: the acknowledgment of one who has agreed to Accurate ECN has other flags than these
            segment.flags |= ace > 1 ? AccEcn.ACE : TcpHeader.ECE | TcpHeader.CWR;
        }
        return (!options.hasSackPermitted() || tcp.settings.sack)
                && (!options.hasWindowScale() || tcp.settings.windowScaling);
    }

    private int hash(long minute, long purpose, long count) {
        long epoch = minute / KEY_LIFE;
        int place = (int) epoch & 1;
        if (epoch != keyEpochs[place]) {
            keys[place] = SipHash.strong(secret.hash(epoch, 1), secret.hash(epoch, 2));
            keyEpochs[place] = epoch;
        }
        SipHash key = keys[place];
        return (int) key.hash(endpoints.addresses(key), endpoints.ports(), count << 8 | purpose);
    }
}
