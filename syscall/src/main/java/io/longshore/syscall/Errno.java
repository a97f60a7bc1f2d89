package io.longshore.syscall;

/// Linux's error numbers as far as they are met here (`include/uapi/asm-generic/errno.h`), and what they mean in words.
public enum Errno {

    EPERM(1, "the operation is not permitted"),
    ENOENT(2, "there is no such file or directory"),
    EINTR(4, "the call was interrupted"),
    EIO(5, "input or output failed"),
    ENXIO(6, "there is no such device or address"),
    EBADF(9, "the file descriptor is not open"),
    EAGAIN(11, "nothing can be done without waiting"),
    ENOMEM(12, "there is not enough memory"),
    EACCES(13, "access is denied"),
    EFAULT(14, "an address is not mapped"),
    EBUSY(16, "the device or resource is in use"),
    EEXIST(17, "it exists already"),
    ENODEV(19, "there is no such device"),
    ENOTDIR(20, "a part of the path is not a directory"),
    EISDIR(21, "it is a directory"),
    EINVAL(22, "an argument is not valid"),
    ENFILE(23, "too many files are open on this machine"),
    EMFILE(24, "too many files are open in this process"),
    ENOTTY(25, "the device does not know this request"),
    EFBIG(27, "the file is too large"),
    ENOSPC(28, "no space is left"),
    EROFS(30, "the file system is read-only"),
    EPIPE(32, "the other end is closed"),
    ENAMETOOLONG(36, "the name is too long"),
    ENOSYS(38, "this kernel does not have the call"),
    EBADFD(77, "the device behind the file descriptor is gone"),
    EMSGSIZE(90, "the message is too long"),
    ENOPROTOOPT(92, "the protocol does not know this option"),
    EPROTONOSUPPORT(93, "the protocol is not supported"),
    EOPNOTSUPP(95, "the operation is not supported"),
    EAFNOSUPPORT(97, "the address family is not supported"),
    EADDRINUSE(98, "the address is in use"),
    EADDRNOTAVAIL(99, "the address is not available"),
    ENETDOWN(100, "the network is down"),
    ENETUNREACH(101, "the network is unreachable"),
    ECONNABORTED(103, "the connection was aborted"),
    ECONNRESET(104, "the connection was reset by the other end"),
    ENOBUFS(105, "no buffer space is available"),
    EISCONN(106, "the socket is connected already"),
    ENOTCONN(107, "the socket is not connected"),
    ETIMEDOUT(110, "the connection timed out"),
    ECONNREFUSED(111, "the connection was refused"),
    EHOSTUNREACH(113, "the host is unreachable"),
    EALREADY(114, "the operation is under way already"),
    EINPROGRESS(115, "the operation is under way");

    private final int number;
    private final String sentence;

    Errno(int number, String sentence) {
        this.number = number;
        this.sentence = sentence;
    }

    public int number() {
        return number;
    }

    /// The number as hot calls return it.
    public int negative() {
        return -number;
    }

    public String sentence() {
        return sentence;
    }

    /// Name and meaning of a number, for a message: `EBUSY: the device or resource is in use`.
    public static String describe(int number) {
        for (Errno errno : values()) {
            if (errno.number == number) {
                return errno + ": " + errno.sentence;
            }
        }
        return "error " + number;
    }
}
