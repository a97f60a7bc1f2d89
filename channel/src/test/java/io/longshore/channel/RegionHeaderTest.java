package io.longshore.channel;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.longshore.memory.Memory;
import org.junit.jupiter.api.Test;

class RegionHeaderTest {

    private final RegionLayout layout = new RegionLayout(128, 4, 2, 18);
    private final Memory memory = Memory.allocate(4_096);
    private final RegionHeader header = new RegionHeader(memory);

    @Test
    void whatWasWrittenIsAccepted() {
        header.write(layout, 5, 6, 7);
        assertDoesNotThrow(() -> header.verify(layout));
        assertEquals(5, header.features());
        assertEquals(6, header.attachment());
        assertEquals(7, header.serverPid());
    }

    @Test
    void somethingElseIsRefusedWithAReason() {
        assertEquals("the file that the TCP Server named is not a Longshore region", refusal(layout));
        header.write(layout, 0, 0, 0);
        assertEquals("the region is laid out as slots 128, contexts 4, shards 2, rings of 2^18, "
                + "but was announced as slots 256, contexts 4, shards 2, rings of 2^18",
                refusal(new RegionLayout(256, 4, 2, 18)));
        memory.putInt(RegionLayout.ABI_VERSION_AT, 9);
        assertEquals("the region has version 9 of the memory interface, and this side has version "
                + RegionLayout.ABI_VERSION + ": "
                + "use the agent jar that came with the TCP Server", refusal(layout));
        assertThrows(HandshakeException.class, () -> new RegionHeader(Memory.allocate(8)).verify(layout));
    }

    @Test
    void heartbeatsAndTheReasonOfACutOffAreSeenByTheOtherSide() {
        RegionHeader host = new RegionHeader(memory);
        host.hostHeartbeat(11);
        host.hostPid(12);
        header.serverHeartbeat(13);
        assertEquals(11, header.hostHeartbeat());
        assertEquals(12, header.hostPid());
        assertEquals(13, host.serverHeartbeat());
        assertEquals(CutOff.NONE, host.cutOff());
        header.cutOff(CutOff.SENT_BACKWARDS);
        assertEquals(CutOff.SENT_BACKWARDS, host.cutOff());
    }

    private String refusal(RegionLayout expected) {
        return assertThrows(HandshakeException.class, () -> header.verify(expected)).getMessage();
    }
}
