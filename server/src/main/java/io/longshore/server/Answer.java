package io.longshore.server;

/// What a command is answered with.
///
/// @param status [#FINE], or 1 where the text is a complaint
record Answer(byte status, String text) {

    static final byte FINE = 0;
    private static final byte WRONG = 1;

    static Answer fine(String text) {
        return new Answer(FINE, text);
    }

    static Answer wrong(String sentence) {
        return new Answer(WRONG, sentence);
    }

    boolean isFine() {
        return status == FINE;
    }
}
