package io.longshore.memory;

/**
 * Where a ring's three registers lie, as byte offsets in one memory.
 *
 * @param end      position behind the last byte written; released by the writer
 * @param geometry see {@link RingGeometry}; released by the writer
 * @param start    position of the first byte not yet taken; released by the reader
 */
public record RingRegisters(Memory memory, int end, int geometry, int start) {
}
