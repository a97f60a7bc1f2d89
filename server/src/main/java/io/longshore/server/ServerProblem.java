package io.longshore.server;

/// Something that keeps the TCP Server from starting and that its user can mend; the message is one clear sentence.
public final class ServerProblem extends Exception {

    private static final long serialVersionUID = 1L;

    public ServerProblem(String sentence) {
        super(sentence);
    }

    public ServerProblem(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
