package io.longshore.testing.conformance;

/// The arguments of a receiving call.
///
/// @param flags       MSG_ flags
/// @param room        bytes of data there is room for
/// @param controlRoom bytes of control messages there is room for
/// @param isMessage   whether it is recvmsg, which alone brings control messages
/// @param buffer      whether there is one at all
public record ReceiveCall(int flags, int room, int controlRoom, boolean isMessage, Buffer buffer) {

    /// Whether a buffer is there.
    public enum Buffer { THERE, NULL }

    /// A plain `recv`.
    public static ReceiveCall of(int room, int flags) {
        return new ReceiveCall(flags, room, 0, false, Buffer.THERE);
    }
}
