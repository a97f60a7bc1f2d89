package io.longshore.socket;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * Decides for each socket whether the stack serves it or the kernel, by rules as
 * {@code listen *:8080, connect 10.0.0.0/8, except *:22}: listeners and connections that a rule names go to the stack,
 * unless an exception names them too. A rule without a verb has that of the one before it. Where there is no rule for
 * listeners, it is {@code listen *}; where there is none for connections, {@code connect own}: to the networks that the
 * stack is in. Loopback is always the kernel's.
 */
public final class OffloadRules {

    private final List<Prefix> own;
    private final List<OffloadRule> rules;

    private OffloadRules(List<Prefix> own, List<OffloadRule> rules) {
        this.own = own;
        this.rules = rules;
    }

    /**
     * Whether rules can be understood.
     *
     * @throws IllegalArgumentException saying in one sentence which cannot, and why
     */
    public static void check(String text) {
        parse(text, List.of(), "");
    }

    /**
     * Understands rules, separated by commas.
     *
     * @param own   the stack's addresses, each with the length of its network
     * @param whose who wrote them, as reasons say it; empty: the user
     */
    static OffloadRules parse(String text, List<Prefix> own, String whose) {
        return new OffloadRules(List.copyOf(own), new RuleReader(own, whose).read(text));
    }

    /** Where a connection to {@code remote} is opened: on the kernel or on the stack. */
    Decision connection(InetSocketAddress remote) {
        InetAddress address = remote.getAddress();
        if (address.isLoopbackAddress() || address.isAnyLocalAddress()) {
            return Decision.LOOPBACK;
        }
        if (address instanceof Inet6Address && ((Inet6Address) address).getScopeId() != 0) {
            return Decision.SCOPED;
        }
        Decision decision = Decision.UNRULED;
        for (OffloadRule rule : rules) {
            if (rule.verb().isAboutConnections() && rule.names(address, remote.getPort())) {
                decision = stronger(decision, rule);
            }
        }
        return decision;
    }

    /** Where a listener listens: on the wildcard address it can be on both. */
    Decision listener(InetSocketAddress local) {
        InetAddress address = local.getAddress();
        boolean wildcard = address.isAnyLocalAddress();
        if (!wildcard && !isOwn(address)) {
            return address.isLoopbackAddress() ? Decision.LOOPBACK : Decision.NOT_OWN;
        }
        // On the stack's own address the kernel could not listen: without a rule it is the stack's all the same.
        Decision decision = wildcard ? Decision.UNRULED : Decision.OWN;
        for (OffloadRule rule : rules) {
            int port = local.getPort();
            boolean named = wildcard ? rule.namesWildcard(port) : rule.names(address, port);
            if (named && rule.verb().isAboutListeners()) {
                decision = stronger(decision, rule);
            }
        }
        return wildcard && decision.isStack() ? new Decision(Placement.BOTH, decision.reason()) : decision;
    }

    /** An exception beats everything, a rule beats that there is none, the first of two likes stays. */
    private static Decision stronger(Decision decision, OffloadRule rule) {
        boolean unruled = decision == Decision.UNRULED || decision == Decision.OWN;
        return unruled || rule.verb().isException() && decision.isStack() ? rule.decision() : decision;
    }

    /** Where a socket is that is bound before it connects. */
    Decision bound(InetAddress local) {
        return isOwn(local) ? Decision.OWN : Decision.NOT_CONNECTED;
    }

    /** Whether the stack owns this very address. */
    boolean isOwn(InetAddress address) {
        for (Prefix prefix : own) {
            if (prefix.names(address)) {
                return true;
            }
        }
        return false;
    }

    /** The rules in words, for the start-up line. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (OffloadRule rule : rules) {
            text.append(text.length() == 0 ? "" : ", ").append(rule.verb().words()).append(' ').append(rule.pattern());
        }
        return text.toString();
    }
}
