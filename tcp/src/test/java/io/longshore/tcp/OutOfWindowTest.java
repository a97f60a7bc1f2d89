package io.longshore.tcp;

import static io.longshore.tcp.TestSegment.seg;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.longshore.wire.Sequence;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// How often what is out of the window is answered, in each state and for each kind, as in Linux: what bears neither
/// text nor FIN could be the answer to an answer of ours, and is answered twice a second (tcp_invalid_ratelimit); text
/// and FIN are answered each time, for their sender waits; resets never; SYNs, and resets beside RCV.NXT, are
/// challenged, which is limited alike.
class OutOfWindowTest {

    private static final int TIMES = 50;

    @Nested
    class InSynReceived extends SynReceivedFixture {

        @Test
        void isAnsweredAsOften() {
            expectAnswers(this, 1);
        }
    }

    @Nested
    class InEstablished extends EstablishedFixture {

        @Test
        void isAnsweredAsOften() {
            expectAnswers(this, 1);
        }
    }

    @Nested
    class InCloseWait extends CloseWaitFixture {

        @Test
        void isAnsweredAsOften() {
            expectAnswers(this, 1);
        }
    }

    @Nested
    class InFinWait1 extends FinWait1Fixture {

        @Test
        void isAnsweredAsOften() {
            expectAnswers(this, 1);
        }
    }

    @Nested
    class InFinWait2 extends FinWait2Fixture {

        @Test
        void isAnsweredAsOften() {
            expectAnswers(this, 1);
        }
    }

    @Nested
    class InClosing extends ClosingFixture {

        @Test
        void isAnsweredAsOften() {
            expectAnswers(this, 1);
        }
    }

    @Nested
    class InLastAck extends LastAckFixture {

        @Test
        void isAnsweredAsOften() {
            expectAnswers(this, 1);
        }
    }

    @Nested
    class InTimeWait extends TimeWaitFixture {

        @Test
        void isAnsweredAsOften() {
            expectAnswers(this, 0);
        }
    }

    /// @param challenges answers to a reset that stands one byte behind RCV.NXT
    private static void expectAnswers(TcpFixture at, int challenges) {
        int next = Sequence.distance(at.chosenIrs() + 1, at.tcb.rcvNxt());
        int old = next - 5_000;
        long ack = Sequence.distance(at.tcb.iss() + 1, at.tcb.sndNxt());
        assertEquals(1, answers(at, seg().seq(old).ack(ack)), "a bare acknowledgment");
        assertEquals(TIMES, answers(at, seg().seq(old).ack(ack).text(10)), "text");
        assertEquals(TIMES, answers(at, seg().seq(old).ack(ack).fin()), "a FIN");
        assertEquals(1, answers(at, seg().seq(old).syn()), "a SYN");
        assertEquals(0, answers(at, seg().seq(old).rst()), "a reset");
        assertEquals(challenges, answers(at, seg().seq(next + 1).rst()), "a reset in the window");
        at.tcp.release(at.tcb);
    }

    private static int answers(TcpFixture at, TestSegment segment) {
        at.now += TcpFixture.seconds(1);
        int answers = 0;
        for (int i = 0; i < TIMES; i++) {
            at.send(segment);
            answers += at.sent.size();
            at.sent.clear();
        }
        return answers;
    }
}
