package io.longshore.channel;

import java.io.IOException;

/** The two sides do not fit, or the other is none of ours. The message is one clear sentence. */
public final class HandshakeException extends IOException {

    private static final long serialVersionUID = 1;

    public HandshakeException(String sentence) {
        super(sentence);
    }

    /** The sentence for a side of another version. */
    static String otherAbi(String who, int version) {
        return who + " has version " + version + " of the memory interface, and this side has version "
                + RegionLayout.ABI_VERSION + ": use the agent jar that came with the TCP Server";
    }
}
