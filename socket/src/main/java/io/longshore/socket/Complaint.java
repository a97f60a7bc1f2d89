package io.longshore.socket;

/** The one place where the agent speaks to the user: a line on standard error. */
final class Complaint {

    private Complaint() {
    }

    static void say(String sentence) {
        System.err.println("longshore: " + sentence);
    }
}
