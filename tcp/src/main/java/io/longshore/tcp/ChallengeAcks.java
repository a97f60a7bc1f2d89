package io.longshore.tcp;

import io.longshore.wire.TcpHeader;

/// Limits the answers to segments that are not what they should be (RFC 5961 7): so many per second in all, by a
/// number that an attacker cannot count along with (CVE-2016-5696), and one per connection in a while, which also
/// keeps two stacks from answering each other forever.
final class ChallengeAcks {

    private static final long SECOND = 1_000_000_000L;

    private final TcpSettings settings;
    private final TcpCounters counters;
    private long random;
    private long second = -1;
    private int left;

    ChallengeAcks(Tcp tcp, long secret) {
        settings = tcp.settings;
        counters = tcp.counters;
        random = secret | 1;
    }

    /// Asks for a challenge acknowledgment, `<SEQ=SND.NXT><ACK=RCV.NXT><CTL=ACK>`, if the limits allow one.
    void challenge(Tcb tcb, Verdict verdict, long now) {
        if (isTooSoon(tcb, now) || !take(now)) {
            counters.tcpAckSkippedChallenge++;
            return;
        }
        counters.tcpChallengeAck++;
        tcb.challengedAt(now);
        answer(tcb, verdict);
    }

    /// Whether a segment that is not what it should be may be answered now; the caller counts where it may not. Text
    /// is always answered, since its sender waits; the rest seldom, so that two stacks cannot keep each other busy.
    boolean mayAnswer(Tcb tcb, Segment segment, long now) {
        if (segment.length() > 0 && !segment.has(TcpHeader.SYN)) {
            return true;
        }
        if (isTooSoon(tcb, now)) {
            return false;
        }
        tcb.challengedAt(now);
        return true;
    }

    static void answer(Tcb tcb, Verdict verdict) {
        tcb.set(Tcb.ACK_NOW);
        verdict.add(Verdict.SEND);
    }

    private boolean isTooSoon(Tcb tcb, long now) {
        return tcb.challengedAt() != 0 && now - tcb.challengedAt() < settings.invalidInterval;
    }

    private boolean take(long now) {
        if (now / SECOND != second) {
            second = now / SECOND;
            int half = settings.challengeAckLimit / 2;
            left = half + (int) Long.remainderUnsigned(next(), settings.challengeAckLimit + 1L);
        }
        if (settings.challengeAckLimit == Integer.MAX_VALUE) {
            return true;
        }
        return left-- > 0;
    }

    /// Marsaglia's xorshift; seeded from the secret.
    private long next() {
        random ^= random << 13;
        random ^= random >>> 7;
        random ^= random << 17;
        return random;
    }
}
