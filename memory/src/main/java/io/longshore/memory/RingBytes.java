package io.longshore.memory;

import java.nio.ByteBuffer;

/**
 * Where a ring's bytes lie: the room for its largest capacity, in one memory.
 *
 * @param at          first byte
 * @param log2Largest logarithm of the bytes reserved
 */
public record RingBytes(Memory memory, int at, int log2Largest) {

    public RingBytes {
        if (log2Largest < 0 || log2Largest > 30 || at < 0 || at > memory.size() - (1 << log2Largest)) {
            throw new IllegalArgumentException("a ring of 2^" + log2Largest + " bytes does not fit at " + at);
        }
    }
    /** A buffer over all bytes reserved and none beside them: no position or limit can make it reach outside. */
    public ByteBuffer view() {
        return memory.buffer().slice(at, 1 << log2Largest);
    }
}
