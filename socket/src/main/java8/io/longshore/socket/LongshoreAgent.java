package io.longshore.socket;

import java.lang.instrument.Instrumentation;

/**
 * What {@code -javaagent:longshore-agent.jar} starts. Compiled for Java 8, so that an older JVM hears a sentence and
 * not a class version error; it loads everything else by name.
 */
public final class LongshoreAgent {

    private LongshoreAgent() {
    }

    public static void premain(String arguments, Instrumentation instrumentation) {
        String version = System.getProperty("java.specification.version", "?");
        if (isTooOld(version)) {
            say("this JVM is Java " + version + "; the longshore agent needs Java 17 or newer");
            return;
        }
        try {
            Class.forName("io.longshore.socket.AgentStart", true, LongshoreAgent.class.getClassLoader())
                    .getMethod("start", String.class, Instrumentation.class)
                    .invoke(null, arguments, instrumentation);
        } catch (ReflectiveOperationException failure) {
            Throwable cause = failure.getCause() == null ? failure : failure.getCause();
            say("the agent could not start (" + cause + ")");
        }
    }

    private static void say(String why) {
        System.err.println("longshore: " + why + ". Every socket stays on the kernel.");
    }

    private static boolean isTooOld(String version) {
        if (version.startsWith("1.")) {
            return true;
        }
        try {
            return Integer.parseInt(version) < 17;
        } catch (NumberFormatException unknown) {
            return false;
        }
    }
}
