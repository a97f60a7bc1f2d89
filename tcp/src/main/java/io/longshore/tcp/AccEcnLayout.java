package io.longshore.tcp;

/// Where Accurate ECN (RFC 9768) keeps its counters in a connection's record. What is counted by ECN bits (1 ECT(1),
/// 2 ECT(0), 3 CE) lies one behind the other, and the place for 0 has another use.
final class AccEcnLayout {

    static final int START = TcbLayout.OPENING + 64;

    /// Packets that arrived with CE: r.cep, without its initial value.
    static final int RECEIVED_MARKED = START;
    /// Bytes of text that arrived, by ECN bits: r.e1b, r.e0b, r.ceb, without their initial values.
    private static final int RECEIVED_BYTES = START;
    /// How many segments an acknowledgment acknowledges: a moving average, in 64ths.
    static final int ACKED_AVERAGE = START + 16;
    /// Bytes of text that the peer says arrived, by ECN bits: s.e1b, s.e0b, s.ceb.
    private static final int DELIVERED_BYTES = START + 16;
    /// When the option was last sent.
    static final int OPTION_AT = START + 32;
    /// Where the duplicate began that was last reported together with the option.
    static final int DUPLICATE_START = START + 40;

    static {
        if (DUPLICATE_START + Integer.BYTES > TcbLayout.FLOW) {
            throw new AssertionError("no room for the counters of Accurate ECN");
        }
    }

    private AccEcnLayout() {
    }

    /// @param ecn 1 to 3
    static int receivedBytes(int ecn) {
        return RECEIVED_BYTES + Integer.BYTES * ecn;
    }

    /// @param ecn 1 to 3
    static int deliveredBytes(int ecn) {
        return DELIVERED_BYTES + Integer.BYTES * ecn;
    }
}
