package io.longshore.tcp;

import static io.longshore.wire.TcpHeader.*;

import java.util.Objects;

/// A segment as tests write it. Numbers count from the first byte of text of each side: `seq(-1)` is the SYN,
/// `seq(0)` the first byte, `ack(0)` acknowledges the SYN.
final class TestSegment {

    long seq;
    Long ack;
    int flags;
    Integer window;
    int length;
    Integer mss;
    Integer scale;
    boolean sackOk;
    Integer tsval;
    Integer tsecr;
    int segmentSize;
    int urgent;
    int ecn;
    int[] counters;
    String sacks = "";
    boolean looksAtOptions;

    static TestSegment seg() {
        return new TestSegment();
    }

    /// The acknowledgment number and the ACK bit.
    TestSegment ack(long number) {
        ack = number;
        flags |= ACK;
        return this;
    }

    TestSegment seq(long number) {
        seq = number;
        return this;
    }

    TestSegment text(int bytes) {
        length = bytes;
        return this;
    }

    TestSegment syn() {
        flags |= SYN;
        return this;
    }

    TestSegment fin() {
        flags |= FIN;
        return this;
    }

    TestSegment rst() {
        flags |= RST;
        return this;
    }

    TestSegment psh() {
        flags |= PSH;
        return this;
    }

    TestSegment ece() {
        flags |= ECE;
        return this;
    }

    TestSegment cwr() {
        flags |= CWR;
        return this;
    }

    /// The three flags of Accurate ECN as a number.
    TestSegment ace(int counter) {
        flags = flags & ~AccEcn.ACE | AccEcn.flags(counter);
        return this;
    }

    /// An option of Accurate ECN: bytes of ECT(1), CE and ECT(0), from 0.
    TestSegment counts(int ect1, int ce, int ect0) {
        counters = new int[] {ect1, ce, ect0};
        return this;
    }

    /// The IP header's two bits: 0 not capable, 1 ECT(1), 2 ECT(0), 3 congestion experienced.
    TestSegment ecn(int bits) {
        ecn = bits;
        return this;
    }

    TestSegment urg() {
        flags |= URG;
        return this;
    }

    /// The urgent pointer and its bit.
    TestSegment urgent(int pointer) {
        urgent = pointer;
        return urg();
    }

    /// The window field as it stands in the header.
    TestSegment win(int field) {
        window = field;
        return this;
    }

    TestSegment mss(int value) {
        mss = value;
        looksAtOptions = true;
        return this;
    }

    TestSegment scale(int shift) {
        scale = shift;
        looksAtOptions = true;
        return this;
    }

    TestSegment sackOk() {
        sackOk = true;
        looksAtOptions = true;
        return this;
    }

    TestSegment ts(int value, int echo) {
        tsval = value;
        tsecr = echo;
        return this;
    }

    /// A SACK block; its edges count as acknowledgments do in a segment sent to us, as sequence numbers in one of ours.
    TestSegment sack(long start, long end) {
        sacks += "[" + start + "," + end + ")";
        return this;
    }

    TestSegment superSegment(int size) {
        segmentSize = size;
        return this;
    }

    /// Whether a segment that was sent is as this one says; what it does not mention is not looked at.
    boolean describes(TestSegment other) {
        return seq == other.seq && flags == (other.flags & ~(has(PSH) ? 0 : PSH)) && length == other.length
                && (ack == null || ack.equals(other.ack))
                && (window == null || window.equals(other.window))
                && (tsval == null || tsval.equals(other.tsval))
                && (tsecr == null || tsecr.equals(other.tsecr))
                && urgent == other.urgent && ecn == other.ecn && segmentSize == other.segmentSize
                && sacks.equals(other.sacks)
                && (!looksAtOptions || Objects.equals(mss, other.mss) && Objects.equals(scale, other.scale)
                        && sackOk == other.sackOk);
    }

    private boolean has(int flag) {
        return (flags & flag) != 0;
    }

    @Override
    public String toString() {
        String names = (has(SYN) ? " SYN" : "") + (has(FIN) ? " FIN" : "") + (has(RST) ? " RST" : "")
                + (has(PSH) ? " PSH" : "") + (has(URG) ? " URG" : "")
                + (has(ECE) ? " ECE" : "") + (has(CWR) ? " CWR" : "") + (ecn == 0 ? "" : " ecn " + ecn);
        return "<seq " + seq + (ack == null ? "" : " ack " + ack) + names + " text " + length
                + (window == null ? "" : " win " + window) + (mss == null ? "" : " mss " + mss)
                + (scale == null ? "" : " scale " + scale) + (sackOk ? " sackOk" : "")
                + (tsval == null ? "" : " ts " + tsval + "/" + tsecr) + (sacks.isEmpty() ? "" : " sack " + sacks)
                + (segmentSize == 0 ? "" : " cut " + segmentSize) + ">";
    }
}
