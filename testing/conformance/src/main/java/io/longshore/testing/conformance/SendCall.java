package io.longshore.testing.conformance;

/// The arguments of a sending call.
///
/// @param flags   MSG_ flags
/// @param name    where to; absent for most
/// @param data    what to send
/// @param control control messages, as they lie in memory
/// @param isNull  whether the buffer's address is NULL: then `data` tells the length only
public record SendCall(int flags, SocketName name, byte[] data, byte[] control, boolean isNull) {

    /// A plain `send`.
    public static SendCall of(byte[] data, int flags) {
        return new SendCall(flags, SocketName.ABSENT, data, new byte[0], false);
    }
}
