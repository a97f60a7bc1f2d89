package io.longshore.socket;

/** Who keeps a connection from going on. */
enum StallCause {
    /** The peer has no room for more: it does not read. */
    PEER_WINDOW("peer window"),
    /** Something was lost, or nobody answers. */
    NETWORK("network"),
    /** The TCP Server was stopped, or did not get a processor. */
    TCP_SERVER("TCP Server"),
    /** What has come is not read, or not accepted. */
    APPLICATION("application not reading"),
    /** The same, because the collector held the application up. */
    GC_PAUSE("GC pause");

    private final String sentence;

    StallCause(String sentence) {
        this.sentence = sentence;
    }

    @Override
    public String toString() {
        return sentence;
    }
}
