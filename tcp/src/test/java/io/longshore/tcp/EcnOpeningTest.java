package io.longshore.tcp;

import static io.longshore.tcp.TestSegment.seg;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.wire.TcpHeader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// RFC 3168, 6.1.1: what the SYNs agree on.
class EcnOpeningTest extends TcpFixture {

    private static final int ECT_0 = 2;

    @Override
    void arrive() {
        // each test opens for itself
    }

    private void connect(int ecn) {
        settings.ecn = ecn;
        Endpoints endpoints = new Endpoints();
        endpoints.localIpv4(US, PORT).remoteIpv4(PEER, PEER_PORT);
        tcp.listeners.close(listener);
        assertEquals(0, tcp.opening.connect(tcb, endpoints, now));
        tcb.receiveCapacity(CAPACITY);
        write(0);
    }

    private void answer(TestSegment synAck) {
        send(synAck);
        expect(seg().seq(0).ack(0));
        write(100);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void aSynAsksWithBothBitsUnmarked(int setting) {
        connect(setting);
        expect(seg().seq(-1).syn().ece().cwr());
        answer(seg().seq(-1).ack(0).syn().ece().mss(MSS));
        expect(seg().seq(0).ack(0).text(100).ecn(ECT_0));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2, 5})
    void aSynDoesNotAskWhereOnlyPeersMay(int setting) {
        connect(setting);
        expect(seg().seq(-1).syn());
        answer(seg().seq(-1).ack(0).syn().ece().mss(MSS));
        expect(seg().seq(0).ack(0).text(100));
    }

    @ParameterizedTest(name = "control bits {0}")
    @ValueSource(ints = {0, TcpHeader.ECE | TcpHeader.CWR, TcpHeader.CWR})
    void aSynAckThatDoesNotSayYesMeansNo(int bits) {
        connect(1);
        expect(seg().seq(-1).syn().ece().cwr());
        TestSegment synAck = seg().seq(-1).ack(0).syn().mss(MSS);
        synAck.flags |= bits;
        answer(synAck);
        expect(seg().seq(0).ack(0).text(100));
    }

    @Test
    void aSynThatIsSentAgainAsksNoMore() {
        connect(1);
        expect(seg().seq(-1).syn().ece().cwr());
        assertEquals(1_000, advanceUntilSent(seconds(2)));
        expect(seg().seq(-1).syn());
        answer(seg().seq(-1).ack(0).syn().mss(MSS));
        expect(seg().seq(0).ack(0).text(100));
    }

    @Test
    void withoutFallbackItGoesOnAsking() {
        settings.ecnFallback = false;
        connect(1);
        expect(seg().seq(-1).syn().ece().cwr());
        advanceUntilSent(seconds(2));
        expect(seg().seq(-1).syn().ece().cwr());
    }

    @Test
    void theAnswerToTheFirstSynStillCountsAfterTheSecond() {
        connect(1);
        expect(seg().seq(-1).syn().ece().cwr());
        advanceUntilSent(seconds(2));
        expect(seg().seq(-1).syn());
        answer(seg().seq(-1).ack(0).syn().ece().mss(MSS));
        expect(seg().seq(0).ack(0).text(100).ecn(ECT_0));
    }

    @Test
    void simultaneousOpensAgreeToo() {
        connect(1);
        expect(seg().seq(-1).syn().ece().cwr());
        send(seg().seq(-1).syn().ece().cwr().mss(MSS));
        expect(seg().seq(-1).ack(0).syn().ece());
        assertTrue(Ecn.isOn(tcb));
    }

    @ParameterizedTest
    @CsvSource({"0,false", "1,true", "2,true", "3,true", "5,true"})
    void aSynThatAsksIsAnsweredAsTheSettingSays(int setting, boolean yes) {
        settings.ecn = setting;
        send(seg().seq(-1).syn().ece().cwr().mss(MSS));
        TestSegment synAck = seg().seq(-1).ack(0).syn();
        expect(yes ? synAck.ece() : synAck);
        send(seg().seq(0).ack(0));
        assertEquals(yes, Ecn.isOn(tcb));
    }

    @Test
    void aSynWithOneOfTheBitsDoesNotAsk() {
        send(seg().seq(-1).syn().ece().mss(MSS));
        expect(seg().seq(-1).ack(0).syn());
        assertFalse(Ecn.isOn(tcb));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void aSynThatIsMarkedItselfComesFromAMangledPath(int bits) {
        send(seg().seq(-1).syn().ece().cwr().mss(MSS).ecn(bits));
        expect(seg().seq(-1).ack(0).syn());
    }

    @Test
    void aSynInTheNewerDialectIsAnsweredInOurs() {
        TestSegment syn = seg().seq(-1).syn().ece().cwr().mss(MSS).ecn(ECT_0);
        syn.flags |= TcpHeader.AE;
        send(syn);
        expect(seg().seq(-1).ack(0).syn().ece());
    }

    @Test
    void aSynAckThatIsSentAgainSaysTheSame() {
        send(seg().seq(-1).syn().ece().cwr().mss(MSS));
        expect(seg().seq(-1).ack(0).syn().ece());
        advanceUntilSent(seconds(2));
        expect(seg().seq(-1).ack(0).syn().ece());
    }
}
