package io.longshore.stack;

/// Why an attachment was cut off. A host that sees [#code] in `SERVER_CUT_OFF_AT` has this to tell its user.
public enum CutOff {
    SENT_POSITION("a slot's sent position went back or beyond its ring"),
    READ_POSITION("a slot's read position went back or beyond what was received"),
    SEND_GEOMETRY("a slot's send ring has an impossible geometry"),
    CONTEXT("a slot names a context that does not exist"),
    REQUEST("a slot asks for something unknown or out of turn"),
    MEMORY_LOST("the region's file was truncated"),
    SERVER_FAULT("the TCP Server failed on this attachment");

    private final String sentence;

    CutOff(String sentence) {
        this.sentence = sentence;
    }

    /// The number written in the region; 0 means that the attachment is in order.
    public int code() {
        return ordinal() + 1;
    }

    public String sentence() {
        return sentence;
    }
}
