package io.longshore.testing.fuzz;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.TreeMap;

/// Reassembly as one would explain it: pieces by where they begin; contradiction ruins them all.
final class DatagramModel {

    private final TreeMap<Integer, byte[]> pieces = new TreeMap<>();
    private int end = -1;
    private boolean ruined;

    /// Whether the datagram is whole with this piece.
    boolean add(int from, byte[] piece, boolean last) {
        int to = from + piece.length;
        boolean odd = !last && piece.length % 8 != 0;
        boolean twoEnds = end >= 0 && (last ? to != end : to > end);
        boolean behindTheEnd = end < 0 && last && !pieces.isEmpty()
            && pieces.lastKey() + pieces.lastEntry().getValue().length > to;
        ruined |= odd || twoEnds || behindTheEnd;
        boolean twin = Arrays.equals(pieces.get(from), piece);
        ruined |= !twin && overlaps(from, to);
        if (ruined || twin) {
            return false;
        }
        pieces.put(from, piece);
        end = last ? to : end;
        return end >= 0 && pieces.values().stream().mapToInt(p -> p.length).sum() == end;
    }

    private boolean overlaps(int from, int to) {
        return pieces.entrySet().stream()
            .anyMatch(other -> other.getKey() < to && from < other.getKey() + other.getValue().length);
    }

    byte[] text() {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        pieces.values().forEach(text::writeBytes);
        return text.toByteArray();
    }
}
