package io.longshore.stack;

import io.longshore.channel.CutOff;

/// Thrown where a register holds what no honest host writes; caught where the attachment is known. Carries no stack
/// trace, and each reason has one instance, so that a hostile host costs no memory.
final class HostViolation extends RuntimeException {

    private static final long serialVersionUID = 1L;

    static final HostViolation SENT_BACKWARDS = new HostViolation(CutOff.SENT_BACKWARDS);
    static final HostViolation SENT_BEYOND_RING = new HostViolation(CutOff.SENT_BEYOND_RING);
    static final HostViolation READ_BACKWARDS = new HostViolation(CutOff.READ_BACKWARDS);
    static final HostViolation READ_BEYOND_RECEIVED = new HostViolation(CutOff.READ_BEYOND_RECEIVED);
    static final HostViolation SEND_GEOMETRY = new HostViolation(CutOff.SEND_GEOMETRY);
    static final HostViolation CONTEXT = new HostViolation(CutOff.CONTEXT);
    static final HostViolation REQUEST = new HostViolation(CutOff.REQUEST);

    private final CutOff reason;

    private HostViolation(CutOff reason) {
        super(reason.sentence(), null, false, false);
        this.reason = reason;
    }

    CutOff reason() {
        return reason;
    }
}
