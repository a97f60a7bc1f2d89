package io.longshore.socket;

import java.nio.channels.spi.AsynchronousChannelProvider;
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
        return (SelectorProvider) make("DefaultSelectorProvider", "get");
    }

    /** The JDK's own provider of asynchronous channels. */
    static AsynchronousChannelProvider getAsynchronous() {
        if (System.getProperty(LongshoreAsyncProvider.PROPERTY) == null) {
            return AsynchronousChannelProvider.provider();
        }
        return (AsynchronousChannelProvider) make("DefaultAsynchronousChannelProvider", "create");
    }

    private static Object make(String source, String method) {
        try {
            return Class.forName(PACKAGE + '.' + source).getMethod(method).invoke(null);
        } catch (ReflectiveOperationException closed) {
            throw new IllegalStateException("the JDK's own channels cannot be reached: start with -javaagent, or with"
                    + " --add-exports java.base/" + PACKAGE + "=ALL-UNNAMED", closed);
        }
    }
}
