package io.longshore.socket;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * Socket channels that {@code FileChannel.transferTo} trusts: it hands them a mapping of the file in one direct buffer
 * where others get 8 KiB of heap at a time. All it asks for is an interface of the package that the agent exports. That
 * package cannot be compiled against for Java 17, so the subclass is written here, byte by byte; where the package is
 * closed, channels are plain.
 */
final class TrustedChannels {

    private static final String NAME = "TrustedSocketChannel";
    private static final String INTERFACE = "sun/nio/ch/SelChImpl";
    private static final MethodType ARGUMENTS = MethodType.methodType(
            void.class, LongshoreProvider.class, Offload.class, Family.class, OptionValues.class);
    private static final int JAVA_17 = 61;
    private static final int FINAL_SUPER = 0x1030;
    private static final int PUBLIC = 1;

    /** Null: there are none. */
    private static final MethodHandle CONSTRUCTOR = constructor();

    private TrustedChannels() {
    }

    static LongshoreSocketChannel open(LongshoreProvider provider, Offload offload, Family family,
            OptionValues options) {
        if (CONSTRUCTOR == null) {
            return new LongshoreSocketChannel(provider, offload, family, options);
        }
        try {
            return (LongshoreSocketChannel) CONSTRUCTOR.invokeExact(provider, offload, family, options);
        } catch (RuntimeException | Error failure) {
            throw failure;
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static MethodHandle constructor() {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            Class<?> type = lookup.defineClass(classFile());
            return lookup.findConstructor(type, ARGUMENTS)
                    .asType(ARGUMENTS.changeReturnType(LongshoreSocketChannel.class));
        } catch (ReflectiveOperationException | IOException | LinkageError closed) {
            return null;
        }
    }

    // --- The class file (JVMS 4) ------------------------------------------------------------------------------------

    private static String inside(String name) {
        return TrustedChannels.class.getPackageName().replace('.', '/') + '/' + name;
    }

    /** A constructor that passes its arguments on, and a file descriptor that is not there. */
    private static byte[] classFile() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(0xCAFEBABE);
        out.writeInt(JAVA_17);
        writeConstants(out);
        out.writeShort(FINAL_SUPER);
        out.writeShort(2);
        out.writeShort(4);
        out.writeShort(1);
        out.writeShort(6);
        out.writeShort(0);
        out.writeShort(2);
        // aload_0 to aload_4; invokespecial; return
        writeMethod(out, 7, 8, new byte[] {0x2A, 0x2B, 0x2C, 0x2D, 0x19, 4, (byte) 0xB7, 0, 10, (byte) 0xB1});
        // aconst_null; areturn
        writeMethod(out, 11, 12, new byte[] {0x01, (byte) 0xB0});
        out.writeShort(0);
        return bytes.toByteArray();
    }

    private static void writeConstants(DataOutputStream out) throws IOException {
        out.writeShort(14);
        writeClass(out, inside(NAME), 1);
        writeClass(out, inside("LongshoreSocketChannel"), 3);
        writeClass(out, INTERFACE, 5);
        writeText(out, "<init>");
        writeText(out, ARGUMENTS.toMethodDescriptorString());
        // 9: name and type of the constructor; 10: the superclass's
        writePair(out, 12, 7, 8);
        writePair(out, 10, 4, 9);
        writeText(out, "getFD");
        writeText(out, "()Ljava/io/FileDescriptor;");
        writeText(out, "Code");
    }

    private static void writeClass(DataOutputStream out, String name, int number) throws IOException {
        writeText(out, name);
        out.writeByte(7);
        out.writeShort(number);
    }

    private static void writeText(DataOutputStream out, String text) throws IOException {
        out.writeByte(1);
        out.writeUTF(text);
    }

    private static void writePair(DataOutputStream out, int tag, int first, int second) throws IOException {
        out.writeByte(tag);
        out.writeShort(first);
        out.writeShort(second);
    }

    private static void writeMethod(DataOutputStream out, int name, int type, byte[] code) throws IOException {
        out.writeShort(PUBLIC);
        out.writeShort(name);
        out.writeShort(type);
        out.writeShort(1);
        out.writeShort(13);
        out.writeInt(12 + code.length);
        // five on the stack, five local
        out.writeShort(5);
        out.writeShort(5);
        out.writeInt(code.length);
        out.write(code);
        out.writeInt(0);
    }
}
