package io.longshore.socket;

/**
 * Where a socket goes, and why in a few words: a rule as it was written, or what left no choice. Reasons name no
 * addresses of sockets, so that there are few of them and they can be counted.
 *
 * @param placement where it goes
 * @param reason    what {@code longshore connections --why} prints
 */
record Decision(Placement placement, String reason) {

    static final Decision LOOPBACK = kernel("loopback is the kernel's");
    static final Decision UNRULED = kernel("no rule takes it");
    static final Decision NOT_OWN = kernel("bound to an address that is not the stack's");
    static final Decision SCOPED = kernel("its address names an interface of the kernel's");
    static final Decision BOUND_BEFORE = kernel("it was bound to an address of the kernel's before it connected");
    static final Decision NOT_CONNECTED = kernel("bound, and not connected yet");
    static final Decision GONE = kernel("the TCP Server is gone");
    static final Decision KERNEL_HALF = kernel("came to a listener by the kernel");
    static final Decision STACK_HALF = stack("came to a listener by the stack");
    static final Decision OWN = stack("bound to an address of the stack's");

    static Decision kernel(String reason) {
        return new Decision(Placement.KERNEL, reason);
    }

    static Decision stack(String reason) {
        return new Decision(Placement.STACK, reason);
    }

    boolean isKernel() {
        return placement == Placement.KERNEL;
    }

    boolean isStack() {
        return placement == Placement.STACK;
    }
}
