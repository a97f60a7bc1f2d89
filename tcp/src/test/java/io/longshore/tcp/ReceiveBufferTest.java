package io.longshore.tcp;

import static io.longshore.tcp.TestSegment.seg;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Windows from the SYN on, with the numbers that Linux shows for the same buffers.
class ReceiveBufferTest extends TcpFixture {

    private static final int RING = 1 << 22;

    @Override
    void arrive() {
        settings.maxReceiveCapacity = RING;
        settings.receiveBufferLimit = 4 << 20;
        settings.receiveBufferMost = 6 << 20;
        settings.receiveBuffer = 131_072;
        tcp.listeners.close(listener);
        listener = tcp.listeners.listen(local(), false, 4, RING);
    }

    private static Endpoints local() {
        Endpoints endpoints = new Endpoints();
        endpoints.localIpv4(US, PORT);
        return endpoints;
    }

    private void buffers(int asked, int first, int most) {
        settings.receiveBuffer = first;
        settings.receiveBufferMost = most;
        tcp.listeners.options(listener).receiveBuffer = 2 * asked;
    }

    private void establish(int scale) {
        send(seg().seq(-1).syn().mss(1000).scale(7).sackOk());
        sent.removeFirst();
        send(seg().seq(0).ack(0).win(257));
        assertEquals(scale, tcb.rcvScale());
    }

    @ParameterizedTest(name = "SO_RCVBUF {0}, tcp_rmem 4096 {1} {2}: window {3}, scale {4}")
    @CsvSource({"0, 131072, 6291456, 64240, 7", "0, 540000, 15728640, 65535, 8", "0, 131072, 33554432, 64240, 10",
        "10000, 131072, 6291456, 8760, 0", "20000, 131072, 6291456, 18980, 0", "1000000, 131072, 6291456, 65535, 4"})
    void theSynAckTellsWindowAndScale(int asked, int first, int most, int window, int scale) {
        buffers(asked, first, most);
        send(seg().seq(-1).syn().mss(1000).scale(7).sackOk());
        expect(seg().seq(-1).ack(0).syn().mss(MSS).scale(scale).sackOk().win(window));
    }

    @Test
    void withoutScalingTheWindowIsNotScaled() {
        send(seg().seq(-1).syn().mss(1000));
        expect(seg().seq(-1).ack(0).syn().win(64_240));
        assertEquals(0, tcb.rcvScale());
    }

    @Test
    void whatIsBeyondTheWindowIsDroppedWhileTextWaitsAndTakenWhereNoneDoes() {
        buffers(10_000, 131_072, 6 << 20);
        establish(0);
        send(seg().seq(0).ack(0).text(4_000));
        expect(seg().seq(0).ack(4_000).win(5_000));
        send(seg().seq(4_000).ack(0).text(50_000));
        expect(seg().seq(0).ack(4_000).win(5_000));
        assertEquals(1, tcp.counters.beyondWindow);
        read(4_000);
        sent.clear();
        send(seg().seq(4_000).ack(0).text(50_000));
        if (sent.isEmpty()) {
            advanceUntilSent(ms(200));
        }
        expect(seg().seq(0).ack(54_000).win(0));
    }

    @Test
    void theWindowGrowsByTwiceWhatASegmentBrings() {
        buffers(0, 131_072, 32 << 20);
        establish(10);
        send(seg().seq(2_000).ack(0).text(9_000));
        expect(seg().seq(0).ack(0).win(81).sack(2_000, 11_000));
        send(seg().seq(11_000).ack(0).text(10_000));
        expect(seg().seq(0).ack(0).win(81).sack(2_000, 21_000));
    }

    @Test
    void theBufferFollowsWhatIsReadInARoundTripUpToItsMaximum() {
        establish(7);
        int at = 0;
        for (int round = 0; round < 200; round++) {
            int most = ReceiveWindow.current(tcb);
            for (int i = 0; i + 1000 <= most; i += 1000) {
                send(seg().seq(at).ack(0).text(1000));
                at += 1000;
                sent.clear();
                read((int) (tcb.received() - tcb.read()));
                sent.clear();
            }
            now += ms(20);
        }
        assertTrue(ReceiveBuffer.size(tcb) > 4 << 20, "it is " + ReceiveBuffer.size(tcb));
        assertTrue(ReceiveBuffer.size(tcb) <= settings.receiveBufferMost);
    }

    @Test
    void aFixedBufferDoesNotGrow() {
        buffers(50_000, 131_072, 6 << 20);
        establish(0);
        for (int at = 0; at < 2_000_000; at += 1000) {
            send(seg().seq(at).ack(0).text(1000));
            sent.clear();
            read(1000);
            sent.clear();
            now += ms(1);
        }
        assertEquals(100_000, ReceiveBuffer.size(tcb));
    }

    @Test
    void underPressureWindowsDoNotGrowButTextIsTaken() {
        establish(7);
        tcp.pressure.add(tcb, settings.memoryPressure + 1);
        assertEquals(1, tcp.counters.tcpMemoryPressures);
        int edge = ReceiveWindow.current(tcb);
        for (int at = 0; at < 60_000; at += 1000) {
            send(seg().seq(at).ack(0).text(1000));
            sent.clear();
        }
        assertEquals(60_000, tcb.received());
        assertTrue(ReceiveWindow.current(tcb) + 60_000 <= edge + 4 * MSS, "the edge is what was promised");
        tcp.pressure.add(tcb, -settings.memoryPressure);
        assertTrue(!tcp.pressure.isOn(tcb));
    }

    @Test
    void whereMemoryIsFullNobodyNewIsLetInAndWhoIsThereStays() {
        establish(7);
        tcp.pressure.add(tcb, settings.memoryHigh + 1);
        TestSegment other = seg().seq(-1).syn().mss(1000);
        assertTrue(tcp.pressure.isFull(-1));
        send(seg().seq(0).ack(0).text(10));
        expect(seg().seq(0).ack(10));
        tcp.release(tcb);
        send(other);
        expectNothing();
        assertEquals(1, tcp.counters.memoryDrops);
    }
}
