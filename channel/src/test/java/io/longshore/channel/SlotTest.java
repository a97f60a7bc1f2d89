package io.longshore.channel;

import static io.longshore.channel.SlotLayout.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.memory.DoorbellBitmap;
import io.longshore.memory.RingGeometry;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SlotTest {

    private static final Address128 HERE = Address128.ofIpv4(0x0A000001);
    private static final Address128 THERE = new Address128(0x20010DB8_00000000L, 1);

    private SlotFixture fixture;
    private HostSlot host;
    private ServerSlot server;

    @BeforeEach
    void openASlot() throws IOException {
        fixture = new SlotFixture();
        host = fixture.attachment.open(3);
        server = fixture.server.at(host.number());
    }

    @Test
    void aFreshUseHasNothingInItsLines() {
        assertEquals(server.generation(), server.hostGeneration());
        assertEquals(0, server.sent());
        assertEquals(0, server.read());
        assertEquals(RingGeometry.of(0, 16), server.sendGeometry());
        assertEquals(0, server.request());
        assertEquals(0, server.intent());
        assertEquals(3, server.context());
        assertEquals(-1, server.linger());
        assertFalse(server.isAcknowledgedNews(1L << 60), "no notice");
        assertTrue(host.isAnswered());
        assertFalse(host.isReadable());
        assertTrue(host.isWritable());
    }

    @Test
    void nothingOfTheUseBeforeIsLeft() {
        dirty();
        int before = server.generation();
        fixture.attachment.close(host, INTENT_ABORT);
        server.free();
        HostSlot next = fixture.attachment.open(1);
        assertEquals(host.number(), next.number());
        assertEquals(before + 1, server.hostGeneration());
        assertEquals(0, server.sent());
        assertEquals(0, server.read());
        assertEquals(RingGeometry.of(0, 16), server.sendGeometry());
        assertEquals(0, server.request());
        assertEquals(0, server.intent());
        assertEquals(0, server.options());
        assertEquals(0, server.argumentLocalPort() | server.argumentRemotePort() | server.backlog());
        assertEquals(0, server.argumentRemoteHigh() | server.argumentRemoteLow());
        assertEquals(0, server.keepIdle() | server.sendWish() | server.receiveWish() | server.trafficClass());
        assertEquals(STATE_FREE, next.state());
        assertEquals(0, next.received() + next.acknowledged() + next.conditions() + next.error());
        assertEquals(Address128.ANY, next.localAddress());
    }

    private void dirty() {
        host.write(ByteBuffer.allocate(100_000));
        host.local(HERE, 80);
        host.remote(THERE, 443);
        host.backlog(50);
        host.keepAlive(1, 2, 3);
        host.bufferWishes(4, 5);
        host.trafficClass(6);
        host.options(OPTION_NO_DELAY);
        host.linger(7);
        host.request(REQUEST_CONNECT);
        host.askForRoom();
        server.received(10);
        server.acknowledged(20);
        server.answer(1, 0);
        server.error(104);
        server.conditions(CONDITION_ERROR);
        server.local(1, 2, 3);
        server.state(STATE_CLOSED);
        host.skip(10);
    }

    @Test
    void aRequestCarriesItsArgumentsAndIsAnsweredOnce() {
        host.local(HERE, 80);
        host.remote(THERE, 443);
        host.backlog(50);
        host.request(REQUEST_CONNECT);
        assertFalse(host.isAnswered());
        assertThrows(IllegalStateException.class, () -> host.request(REQUEST_LISTEN), "one at a time");
        assertEquals(1, server.request());
        assertEquals(REQUEST_CONNECT, server.requestCode());
        assertEquals(HERE, new Address128(server.argumentLocalHigh(), server.argumentLocalLow()));
        assertEquals(THERE, new Address128(server.argumentRemoteHigh(), server.argumentRemoteLow()));
        assertEquals(80, server.argumentLocalPort());
        assertEquals(443, server.argumentRemotePort());
        assertEquals(50, server.backlog());
        server.local(HERE.high(), HERE.low(), 40_000);
        server.remote(THERE.high(), THERE.low(), 443);
        server.answer(1, 98);
        assertTrue(host.isAnswered());
        assertEquals(98, host.result());
        assertEquals(HERE, host.localAddress());
        assertEquals(40_000, host.localPort());
        assertEquals(THERE, host.remoteAddress());
        assertEquals(443, host.remotePort());
        host.request(REQUEST_BIND);
        assertEquals(2, server.request());
    }

    @Test
    void whatTheHostWritesTheServerFindsInTheSendRing() {
        host.write(ByteBuffer.wrap(new byte[] {1, 2, 3}));
        host.write(new byte[] {9, 4, 5, 9}, 1, 2);
        assertEquals(5, server.sent());
        for (int i = 0; i < 5; i++) {
            int offset = RingGeometry.offset(server.sendGeometry(), i);
            assertEquals(i + 1, fixture.ringByte(fixture.layout.sendRing(host.number()), offset));
        }
        assertEquals(5, host.unacknowledged());
        server.acknowledged(4);
        assertEquals(1, host.unacknowledged());
    }

    @Test
    void whatTheServerPlacesTheHostReads() {
        for (int i = 0; i < 10; i++) {
            fixture.putRingByte(fixture.layout.receiveRing(host.number()), i, (byte) (i + 1));
        }
        assertFalse(host.isReadable());
        server.received(10);
        assertTrue(host.isReadable());
        ByteBuffer target = ByteBuffer.allocate(4);
        assertEquals(4, host.read(target));
        assertEquals(4, target.get(3));
        byte[] rest = new byte[10];
        assertEquals(6, host.read(rest, 2, 8));
        assertEquals(5, rest[2]);
        assertEquals(10, server.read());
        assertEquals(0, host.available());
    }

    @Test
    void theSendLimitIsTheServersAndSixtyFourKilobytesUntilTold() {
        assertEquals(1 << 16, host.room());
        server.sendLimit(100_000);
        assertEquals(100_000, host.write(ByteBuffer.allocate(200_000)));
        assertEquals(0, host.room());
        server.sendLimit(1 << 30);
        assertEquals((1 << 18) - 100_000, host.room(), "and never more than the ring can hold");
        server.sendLimit(-5);
        assertEquals(0, host.room());
    }

    @Test
    void aWriterThatWaitsIsToldWhenAThirdIsFree() {
        int written = host.write(ByteBuffer.allocate(1 << 20));
        assertFalse(host.isWritable());
        assertFalse(host.askForRoom());
        int enough = (written + 2) / 3;
        server.acknowledged(enough - 1);
        assertFalse(server.isAcknowledgedNews(enough - 1));
        assertFalse(host.isWritable());
        server.acknowledged(enough);
        assertTrue(server.isAcknowledgedNews(enough));
        assertTrue(host.isWritable());
        assertTrue(host.askForRoom(), "asked too late, it holds already");
        host.withdrawAskForRoom();
        assertFalse(server.isAcknowledgedNews(written));
    }

    @Test
    void theEndOfInputCountsOnlyBehindTheLastByte() {
        server.received(2);
        server.conditions(CONDITION_INPUT_END);
        assertTrue(host.isReadable());
        assertFalse(host.isInputEnded());
        host.skip(2);
        assertTrue(host.isInputEnded());
        assertTrue(host.isReadable(), "the end is to be read");
    }

    @Test
    void readingToTheNoticeIsNews() {
        server.received(100);
        server.readNotice(50);
        host.skip(49);
        assertFalse(host.isReadNews());
        host.skip(1);
        assertTrue(host.isReadNews());
    }

    @Test
    void anAcceptQueueIsARingOfSlotsAndGenerations() {
        assertEquals(AcceptEntry.NONE, host.nextAccepted());
        int slot = fixture.layout.firstServerSlot() + 5;
        long at = fixture.layout.receiveRing(host.number());
        fixture.region.chunkAt(at).putLong(fixture.region.withinChunk(at), AcceptEntry.of(slot, -3));
        server.received(8);
        long entry = host.nextAccepted();
        assertEquals(slot, AcceptEntry.slot(entry));
        assertEquals(-3, AcceptEntry.generation(entry));
        assertEquals(AcceptEntry.NONE, host.nextAccepted());
        HostSlot accepted = fixture.attachment.accept(entry, 2);
        assertEquals(-3, server.at(slot).hostGeneration());
        assertEquals(2, server.context());
        assertEquals(slot, fixture.requests(0).next(), "and the shard was rung");
        assertFalse(accepted.isCurrent(), "the server's generation is another");
    }

    @Test
    void intentsAccumulate() {
        host.intend(INTENT_SHUT_INPUT);
        host.intend(INTENT_SHUT_OUTPUT);
        assertEquals(INTENT_SHUT_INPUT | INTENT_SHUT_OUTPUT, server.intent());
        host.close(INTENT_ABORT);
        assertEquals(15, server.intent());
    }

    @Test
    void ringingNamesTheSlotToItsShardAndWakesItOnce() {
        DoorbellBitmap first = fixture.requests(0);
        DoorbellBitmap second = fixture.requests(1);
        fixture.attachment.ring(host);
        assertEquals(host.number(), first.next());
        assertEquals(0, fixture.bells.get(), "who is awake needs no bell");
        server.shard(1);
        fixture.shardSleep(1).fallAsleep();
        fixture.attachment.ring(host);
        fixture.attachment.ring(host);
        assertEquals(-1, first.next());
        assertEquals(host.number(), second.next());
        assertEquals(1, fixture.bells.get());
        server.shard(17);
        fixture.attachment.ring(host);
        assertEquals(host.number(), first.next(), "an impossible shard is taken for the first");
    }

    @Test
    void aViewBeyondTheLastSlotIsRefused() {
        assertThrows(IndexOutOfBoundsException.class, () -> server.at(128));
        assertThrows(IndexOutOfBoundsException.class, () -> server.at(-1));
    }
}
