package io.longshore.cli;

/// Something a user can mend; the message is one clear sentence: what, where, what to do.
final class Problem extends Exception {

    private static final long serialVersionUID = 1L;

    Problem(String sentence) {
        super(sentence);
    }
}
