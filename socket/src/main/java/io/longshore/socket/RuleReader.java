package io.longshore.socket;

import io.longshore.socket.OffloadRule.Verb;
import java.util.ArrayList;
import java.util.List;

/** Rules from their text; a mistake is an {@link IllegalArgumentException} with one sentence. */
final class RuleReader {

    private static final String FORM = "a rule is listen, connect or except and then an address, as in"
            + " 'listen *:8080, connect 10.0.0.0/8, except *:22'";
    private static final String NOWHERE = "none";

    private final List<Prefix> own;
    private final String whose;
    private final List<OffloadRule> rules = new ArrayList<>();
    private boolean namesListeners;
    private boolean namesConnections;

    /**
     * For one text.
     *
     * @param own   what {@code own} stands for: the stack's addresses, each with its network
     * @param whose who wrote the rules, as reasons say it; empty: the user
     */
    RuleReader(List<Prefix> own, String whose) {
        this.own = own;
        this.whose = whose;
    }

    /** All rules of the text, and the defaults for what it does not speak of. */
    List<OffloadRule> read(String text) {
        Verb verb = null;
        for (String statement : text.isBlank() ? new String[0] : text.split(",", -1)) {
            String[] words = statement.trim().split("\\s+");
            Verb named = verb(words);
            verb = named == null ? verb : named;
            int verbs = named == null ? 0 : named.words().split(" ").length;
            if (verb == null || words.length != verbs + 1 || words[verbs].isEmpty()) {
                throw new IllegalArgumentException("'" + statement.trim() + "' is no rule: " + FORM);
            }
            add(verb, words[verbs], whose);
        }
        if (!namesListeners) {
            add(Verb.LISTEN, "*", "default");
        }
        if (!namesConnections) {
            add(Verb.CONNECT, "own", "default");
        }
        return List.copyOf(rules);
    }

    private static Verb verb(String[] words) {
        String two = words.length > 1 ? words[0] + ' ' + words[1] : "";
        Verb found = null;
        for (Verb verb : Verb.values()) {
            found = verb.words().equals(words[0]) || verb.words().equals(two) ? verb : found;
        }
        return found;
    }

    private void add(Verb verb, String endpoints, String author) {
        namesListeners |= verb == Verb.LISTEN;
        namesConnections |= verb == Verb.CONNECT;
        if (endpoints.equals(NOWHERE)) {
            return;
        }
        String reason = (author.isEmpty() ? "" : author + ' ') + "rule '" + verb.words() + ' ' + endpoints + '\'';
        Placement placement = verb.isException() ? Placement.KERNEL : Placement.STACK;
        rules.add(new OffloadRule(verb, EndpointPattern.parse(endpoints, own), new Decision(placement, reason)));
    }
}
