package io.longshore.channel;

/** Why the server will have no more to do with an attachment: the number in the header, and the sentence for it. */
public enum CutOff {

    NONE("it was not cut off"),
    SENT_BACKWARDS("a slot's sent position went back"),
    SENT_BEYOND_RING("a slot's sent position lies beyond its ring"),
    READ_BACKWARDS("a slot's read position went back"),
    READ_BEYOND_RECEIVED("a slot's read position lies beyond what was received"),
    SEND_GEOMETRY("a slot's send geometry is impossible"),
    CONTEXT("a slot names a context that does not exist"),
    REQUEST("a slot makes a request that does not exist"),
    INTENT("a slot has intents that do not exist, or took one back"),
    GENERATION("a slot was taken over in a use that it does not have"),
    MEMORY("the region's memory could not be accessed: its file was cut short"),
    SERVER_STOPPED("the TCP Server stopped"),
    SERVER_FAULT("the TCP Server failed on it: a defect of the TCP Server");

    private static final CutOff[] ALL = values();

    private final String sentence;

    CutOff(String sentence) {
        this.sentence = sentence;
    }

    /** The number that stands in the header. */
    public int code() {
        return ordinal();
    }

    public String sentence() {
        return sentence;
    }

    /** What a number in the header means; an unknown one counts as {@link #SERVER_STOPPED}. */
    public static CutOff of(int code) {
        return code >= 0 && code < ALL.length ? ALL[code] : SERVER_STOPPED;
    }
}
