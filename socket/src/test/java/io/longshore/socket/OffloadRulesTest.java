package io.longshore.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rule language: which socket goes where, with what reason, and what a mistake is told. */
final class OffloadRulesTest {

    private static final List<Prefix> OWN = List.of(Prefix.parse("10.7.0.1/24"), Prefix.parse("fd00:7::1/64"));

    private static String connect(String rules, String address, int port) {
        return text(OffloadRules.parse(rules, OWN, "").connection(new InetSocketAddress(address, port)));
    }

    private static String listen(String rules, String address, int port) {
        return text(OffloadRules.parse(rules, OWN, "").listener(new InetSocketAddress(address, port)));
    }

    private static String text(Decision decision) {
        return decision.placement().word() + ": " + decision.reason();
    }

    @ParameterizedTest(name = "[{0}] connect {1}:{2}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
        "''|10.7.0.99|80|stack: default rule 'connect own'",
        "''|fd00:7::99|80|stack: default rule 'connect own'",
        "''|10.8.0.1|80|kernel: no rule takes it",
        "''|127.0.0.1|80|kernel: loopback is the kernel's",
        "''|::1|80|kernel: loopback is the kernel's",
        "connect *|127.9.9.9|80|kernel: loopback is the kernel's",
        "connect *|192.0.2.1|80|stack: rule 'connect *'",
        "connect 192.0.2.0/24|192.0.2.9|80|stack: rule 'connect 192.0.2.0/24'",
        "connect 192.0.2.0/24|10.7.0.9|80|kernel: no rule takes it",
        "connect own, 192.0.2.0/24|10.7.0.9|80|stack: rule 'connect own'",
        "connect own, 192.0.2.0/24|192.0.2.9|80|stack: rule 'connect 192.0.2.0/24'",
        "connect *, except 192.0.2.0/24|192.0.2.9|80|kernel: rule 'except 192.0.2.0/24'",
        "except 192.0.2.0/24, connect *|192.0.2.9|80|kernel: rule 'except 192.0.2.0/24'",
        "except *:22, *:9|10.7.0.9|9|kernel: rule 'except *:9'",
        "except listen *:22|10.7.0.9|22|stack: default rule 'connect own'",
        "except connect *:22|10.7.0.9|22|kernel: rule 'except connect *:22'",
        "connect 0.0.0.0/0|192.0.2.9|80|stack: rule 'connect 0.0.0.0/0'",
        "connect 0.0.0.0/0|2001:db8::1|80|kernel: no rule takes it",
        "connect 2001:db8::/32|2001:db8:5::1|80|stack: rule 'connect 2001:db8::/32'",
        "connect [2001:db8::]/32:443|2001:db8:5::1|443|stack: rule 'connect [2001:db8::]/32:443'",
        "connect [2001:db8::/32]:443|2001:db8:5::1|80|kernel: no rule takes it",
        "connect [2001:db8::1]|2001:db8::1|80|stack: rule 'connect [2001:db8::1]'",
        "connect 192.0.2.1:8000-8099|192.0.2.1|8099|stack: rule 'connect 192.0.2.1:8000-8099'",
        "connect 192.0.2.1:8000-8099|192.0.2.1|8100|kernel: no rule takes it",
        "connect none|10.7.0.9|80|kernel: no rule takes it",
        "listen *:8080|10.7.0.9|80|stack: default rule 'connect own'"})
    void connections(String rules, String address, int port, String expected) {
        assertEquals(expected, connect(rules.replace("''", ""), address, port));
    }

    @ParameterizedTest(name = "[{0}] listen {1}:{2}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
        "''|0.0.0.0|80|both: default rule 'listen *'",
        "''|::|0|both: default rule 'listen *'",
        "''|10.7.0.1|80|stack: default rule 'listen *'",
        "''|10.7.0.2|80|kernel: bound to an address that is not the stack's",
        "''|127.0.0.1|80|kernel: loopback is the kernel's",
        "listen *:8080|0.0.0.0|8080|both: rule 'listen *:8080'",
        "listen *:8080|0.0.0.0|8081|kernel: no rule takes it",
        "listen *:8080|0.0.0.0|0|kernel: no rule takes it",
        "listen *:8080|10.7.0.1|8081|stack: bound to an address of the stack's",
        "listen none|0.0.0.0|8080|kernel: no rule takes it",
        "except *:22|0.0.0.0|22|kernel: rule 'except *:22'",
        "except *:22|10.7.0.1|22|kernel: rule 'except *:22'",
        "except connect *:22|0.0.0.0|22|both: default rule 'listen *'",
        "except 10.0.0.0/8|0.0.0.0|80|both: default rule 'listen *'",
        "except 10.0.0.0/8|10.7.0.1|80|kernel: rule 'except 10.0.0.0/8'"})
    void listeners(String rules, String address, int port, String expected) {
        assertEquals(expected, listen(rules.replace("''", ""), address, port));
    }

    @Test
    void anAddressWithAScopeIsTheKernels() throws Exception {
        InetSocketAddress scoped = new InetSocketAddress(java.net.Inet6Address.getByAddress(null,
                java.net.InetAddress.getByName("fe80::1").getAddress(), 7), 80);
        assertEquals(Decision.SCOPED, OffloadRules.parse("connect *", OWN, "").connection(scoped));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
        "lisen *:80|'lisen *:80' is no rule: a rule is listen, connect or except and then an address, as in"
                + " 'listen *:8080, connect 10.0.0.0/8, except *:22'",
        "listen|'listen' is no rule: a rule is listen, connect or except and then an address, as in"
                + " 'listen *:8080, connect 10.0.0.0/8, except *:22'",
        "listen *,,connect *|'' is no rule: a rule is listen, connect or except and then an address, as in"
                + " 'listen *:8080, connect 10.0.0.0/8, except *:22'",
        "10.0.0.0/8|'10.0.0.0/8' is no rule: a rule is listen, connect or except and then an address, as in"
                + " 'listen *:8080, connect 10.0.0.0/8, except *:22'",
        "connect www.example.com|not an address or prefix: www.example.com",
        "connect 10.0.0.0/33|not a prefix length: 10.0.0.0/33",
        "connect 10.0.0.300|not an address or prefix: 10.0.0.300",
        "connect [2001:db8::1:80|'[2001:db8::1:80' has a bracket without its pair",
        "listen *:0|'0' in '*:0' is no port from 1 to 65535",
        "listen *:http|'http' in '*:http' is no port from 1 to 65535",
        "listen *:90-80|the ports of '*:90-80' end before they begin"})
    void aMistakeIsToldInOneSentence(String rules, String sentence) {
        IllegalArgumentException mistake =
                assertThrows(IllegalArgumentException.class, () -> OffloadRules.check(rules));
        assertEquals(sentence, mistake.getMessage());
    }

    @Test
    void anApplicationsOwnRulesTakeThePlaceOfTheServers() {
        InetSocketAddress ssh = new InetSocketAddress("10.7.0.9", 22);
        String told = "10.7.0.1/24,fd00:7::1/64;except *:22";
        assertEquals("kernel: the TCP Server's rule 'except *:22'",
                text(AgentStart.rules(AgentOptions.parse("name=a"), told).connection(ssh)));
        assertEquals("stack: default rule 'connect own'",
                text(AgentStart.rules(AgentOptions.parse("offload=listen *:80, *:81,name=a"), told).connection(ssh)));
    }
}
