package io.longshore.socket;

import java.nio.channels.spi.SelectorProvider;

/** The JDK's own provider. Once the property names another, the only way to it is a package that the agent exports. */
final class KernelProvider {

    static final String PROPERTY = "java.nio.channels.spi.SelectorProvider";
    static final String PACKAGE = "sun.nio.ch";

    private KernelProvider() {
    }

    static SelectorProvider get() {
        if (System.getProperty(PROPERTY) == null) {
            return SelectorProvider.provider();
        }
        try {
            Class<?> source = Class.forName(PACKAGE + ".DefaultSelectorProvider");
            return (SelectorProvider) source.getMethod("get").invoke(null);
        } catch (ReflectiveOperationException closed) {
            throw new IllegalStateException("the JDK's own channels cannot be reached: start with -javaagent, or with"
                    + " --add-exports java.base/" + PACKAGE + "=ALL-UNNAMED", closed);
        }
    }
}
