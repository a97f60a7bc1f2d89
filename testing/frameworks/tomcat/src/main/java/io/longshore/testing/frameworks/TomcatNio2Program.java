package io.longshore.testing.frameworks;

/** The same with the connector on asynchronous channels. */
public final class TomcatNio2Program {

    private TomcatNio2Program() {
    }

    public static void main(String[] arguments) throws Exception {
        TomcatProgram.run(Site.of(arguments), "org.apache.coyote.http11.Http11Nio2Protocol");
    }
}
