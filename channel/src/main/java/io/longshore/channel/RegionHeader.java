package io.longshore.channel;

import static io.longshore.channel.RegionLayout.*;

import io.longshore.memory.Memory;

/** The header of a region: what it is, who lives, and why it was cut off. */
public final class RegionHeader {

    private final Memory memory;

    /** The header in {@code memory}, the chunk with the registers. */
    public RegionHeader(Memory memory) {
        this.memory = memory;
    }

    /** The server writes a new region's identity; the magic last. */
    public void write(RegionLayout layout, int features, int attachment, int serverPid) {
        memory.putInt(ABI_VERSION_AT, ABI_VERSION);
        memory.putInt(FEATURES_AT, features);
        memory.putInt(SLOTS_AT, layout.slots());
        memory.putInt(CONTEXTS_AT, layout.contexts());
        memory.putInt(SHARDS_AT, layout.shards());
        memory.putInt(LOG2_RING_AT, layout.log2Ring());
        memory.putInt(ATTACHMENT_AT, attachment);
        memory.putInt(SERVER_PID_AT, serverPid);
        memory.setLongRelease(MAGIC_AT, MAGIC);
    }

    /**
     * The host compares the identity with what the handshake told.
     *
     * @throws HandshakeException saying in one sentence what does not fit
     */
    public void verify(RegionLayout expected) throws HandshakeException {
        if (memory.size() < LINE || memory.getLongAcquire(MAGIC_AT) != MAGIC) {
            throw new HandshakeException("the file that the TCP Server named is not a Longshore region");
        }
        if (abiVersion() != ABI_VERSION) {
            throw new HandshakeException(HandshakeException.otherAbi("the region", abiVersion()));
        }
        String found = "slots " + memory.getInt(SLOTS_AT) + ", contexts " + memory.getInt(CONTEXTS_AT)
                + ", shards " + memory.getInt(SHARDS_AT) + ", rings of 2^" + memory.getInt(LOG2_RING_AT);
        String wanted = "slots " + expected.slots() + ", contexts " + expected.contexts()
                + ", shards " + expected.shards() + ", rings of 2^" + expected.log2Ring();
        if (!found.equals(wanted)) {
            throw new HandshakeException("the region is laid out as " + found + ", but was announced as " + wanted);
        }
    }

    public int abiVersion() {
        return memory.getInt(ABI_VERSION_AT);
    }

    public int features() {
        return memory.getInt(FEATURES_AT);
    }

    public int attachment() {
        return memory.getInt(ATTACHMENT_AT);
    }

    public int serverPid() {
        return memory.getInt(SERVER_PID_AT);
    }

    /** The server lives: milliseconds since the epoch. */
    public void serverHeartbeat(long millis) {
        memory.setLongRelease(SERVER_HEARTBEAT_AT, millis);
    }

    public long serverHeartbeat() {
        return memory.getLongAcquire(SERVER_HEARTBEAT_AT);
    }

    /** The host lives: milliseconds since the epoch. */
    public void hostHeartbeat(long millis) {
        memory.setLongRelease(HOST_HEARTBEAT_AT, millis);
    }

    public long hostHeartbeat() {
        return memory.getLongAcquire(HOST_HEARTBEAT_AT);
    }

    public void hostPid(int pid) {
        memory.setIntRelease(HOST_PID_AT, pid);
    }

    public int hostPid() {
        return memory.getIntAcquire(HOST_PID_AT);
    }

    /** The server has done with this attachment. */
    public void cutOff(CutOff reason) {
        memory.setIntRelease(SERVER_CUT_OFF_AT, reason.code());
    }

    public CutOff cutOff() {
        return CutOff.of(memory.getIntAcquire(SERVER_CUT_OFF_AT));
    }
}
