package io.longshore.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

/// The layouts, each against bytes written down by hand, at an odd offset.
class HeadersTest {

    private static final int AT = 3;
    private static final long MAC = 0x0200_0000_0001L;

    private final MemorySegment memory = MemorySegment.ofArray(new byte[64]);

    private void is(String expected) {
        String digits = expected.replace(" ", "");
        assertEquals("000000", HexText.text(memory, 0, AT));
        assertEquals(digits, HexText.text(memory, AT, digits.length() / 2));
        assertEquals("0000", HexText.text(memory, AT + digits.length() / 2, 2));
    }

    @Test
    void anEthernetHeader() {
        Ethernet.write(memory, AT, Ethernet.BROADCAST, MAC, Ethernet.TYPE_ARP);
        is("ffffffffffff 020000000001 0806");
        assertEquals(Ethernet.BROADCAST, Ethernet.destination(memory, AT));
        assertEquals(MAC, Ethernet.source(memory, AT));
        assertEquals(Ethernet.TYPE_ARP, Ethernet.type(memory, AT));
        assertTrue(Ethernet.isGroup(Ethernet.BROADCAST) && Ethernet.isGroup(0x0100_5E00_0001L));
        assertFalse(Ethernet.isGroup(MAC));
    }

    @Test
    void anArpPacket() {
        Arp.writeOperation(memory, AT, Arp.REPLY);
        Arp.writeSender(memory, AT, MAC, 0x0A00_0001);
        Arp.writeTarget(memory, AT, 0x0200_0000_0002L, 0xC0A8_0001);
        is("0001 0800 06 04 0002 020000000001 0a000001 020000000002 c0a80001");
        assertTrue(Arp.isEthernetIpv4(memory, AT));
        assertEquals(Arp.REPLY, Arp.operation(memory, AT));
        assertEquals(MAC, Arp.senderMac(memory, AT));
        assertEquals(0x0A00_0001, Arp.senderAddress(memory, AT));
        assertEquals(0x0200_0000_0002L, Arp.targetMac(memory, AT));
        assertEquals(0xC0A8_0001, Arp.targetAddress(memory, AT));
    }

    @Test
    void anIpv4Header() {
        Ipv4.writeLength(memory, AT, 0, 0x73);
        Ipv4.writeFragment(memory, AT, 0, Ipv4.DONT_FRAGMENT, 0);
        Ipv4.writeProtocol(memory, AT, 64, Ipv4.PROTOCOL_UDP);
        Ipv4.writeAddresses(memory, AT, 0xC0A8_0001, 0xC0A8_00C7);
        Ipv4.writeChecksum(memory, AT, Ipv4.HEADER);
        is("4500 0073 0000 4000 4011 b861 c0a80001 c0a800c7");
        assertEquals(4, Ipv4.version(memory, AT));
        assertEquals(20, Ipv4.headerLength(memory, AT));
        assertEquals(0x73, Ipv4.totalLength(memory, AT));
        assertEquals(64, Ipv4.ttl(memory, AT));
        assertEquals(Ipv4.PROTOCOL_UDP, Ipv4.protocol(memory, AT));
        assertEquals(0xB861, Ipv4.checksum(memory, AT));
        assertTrue(Ipv4.dontFragment(memory, AT));
        assertFalse(Ipv4.isFragment(memory, AT));
    }

    @Test
    void aFragmentsHeader() {
        Ipv4.writeFragment(memory, AT, 0xABCD, Ipv4.MORE_FRAGMENTS, 65_528);
        is("0000 0000 abcd 3fff");
        assertEquals(0xABCD, Ipv4.id(memory, AT));
        assertEquals(65_528, Ipv4.fragmentOffset(memory, AT));
        assertTrue(Ipv4.moreFragments(memory, AT) && Ipv4.isFragment(memory, AT));
        Ipv4.writeFragment(memory, AT, 1, 0, 8);
        assertTrue(Ipv4.isFragment(memory, AT));
        assertFalse(Ipv4.moreFragments(memory, AT));
    }

    @Test
    void anIcmpHeader() {
        Icmp.write(memory, AT, Icmp.DESTINATION_UNREACHABLE, Icmp.FRAGMENTATION_NEEDED, 1400);
        Icmp.complete(memory, AT, 0x1000);
        is("03 04 e783 0000 0578");
        assertEquals(3, Icmp.type(memory, AT));
        assertEquals(4, Icmp.code(memory, AT));
        assertEquals(0xE783, Icmp.checksum(memory, AT));
        assertEquals(1400, Icmp.nextHopMtu(memory, AT));
        assertTrue(Icmp.isError(Icmp.TIME_EXCEEDED));
        assertFalse(Icmp.isError(Icmp.ECHO_REQUEST) || Icmp.isError(Icmp.ECHO_REPLY));
    }

    @Test
    void aTcpHeader() {
        TcpHeader.writePorts(memory, AT, 443, 65_535);
        TcpHeader.writeNumbers(memory, AT, 0xFFFF_FFFF, 0x8000_0000);
        TcpHeader.writeControl(memory, AT, 60, TcpHeader.CWR | TcpHeader.ACK | TcpHeader.FIN, 0xFFEE);
        TcpHeader.writeChecksum(memory, AT, 0xABCD);
        is("01bb ffff ffffffff 80000000 f091 ffee abcd 0000");
        assertEquals(443, TcpHeader.sourcePort(memory, AT));
        assertEquals(65_535, TcpHeader.destinationPort(memory, AT));
        assertEquals(-1, TcpHeader.sequence(memory, AT));
        assertEquals(0x8000_0000, TcpHeader.acknowledgment(memory, AT));
        assertEquals(60, TcpHeader.headerLength(memory, AT));
        assertEquals(0x91, TcpHeader.flags(memory, AT));
        assertEquals(0xFFEE, TcpHeader.window(memory, AT));
        assertEquals(0xABCD, TcpHeader.checksum(memory, AT));
        assertEquals(0, TcpHeader.urgent(memory, AT));
    }
}
