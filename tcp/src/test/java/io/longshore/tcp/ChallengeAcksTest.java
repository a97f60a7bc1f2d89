package io.longshore.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/// How often a segment that is not what it should be is challenged: what an observer can count of it tells nothing
/// (RFC 5961 7, CVE-2016-5696).
class ChallengeAcksTest {

    private static final long SECOND = 1_000_000_000L;
    private static final int LIMIT = 100;
    private static final int CONNECTIONS = 2 * LIMIT;
    private static final int SECONDS = 200;

    private final TcpSettings settings = new TcpSettings();
    private final Verdict verdict = new Verdict();
    private final Tcb tcb = new Tcb();
    private long now = 1_000 * SECOND;
    private Tcp tcp;

    private void begin(long secret) {
        settings.challengeAckLimit = LIMIT;
        tcp = new Tcp(settings, TcbFixture.slab(CONNECTIONS), secret, 2);
        for (int i = 0; i < CONNECTIONS; i++) {
            tcp.slab.allocate(tcb);
        }
    }

    /// Challenges every connection once; how many were answered.
    private int sweep() {
        int answers = 0;
        for (int i = 0; i < CONNECTIONS; i++) {
            verdict.clear();
            tcp.challengeAcks.challenge(tcp.slab.at(tcb, i), verdict, now);
            answers += verdict.has(Verdict.SEND) ? 1 : 0;
        }
        return answers;
    }

    private int[] manySeconds(long secret) {
        begin(secret);
        int[] answers = new int[SECONDS];
        for (int i = 0; i < SECONDS; i++) {
            answers[i] = sweep();
            now += SECOND;
        }
        return answers;
    }

    @Test
    void allConnectionsTogetherAreAnsweredFromHalfTheLimitToOneAndAHalf() {
        for (int answers : manySeconds(1)) {
            assertTrue(answers >= LIMIT / 2 && answers <= LIMIT / 2 + LIMIT, answers + " answers in a second");
        }
    }

    @Test
    void howManyAreLeftInASecondCannotBeCounted() {
        int[] answers = manySeconds(1);
        long values = Arrays.stream(answers).distinct().count();
        assertTrue(values > LIMIT / 2, values + " different counts in " + SECONDS + " seconds");
    }

    @Test
    void anotherSecretMakesOtherCounts() {
        assertNotEquals(Arrays.toString(manySeconds(1)), Arrays.toString(manySeconds(2)));
    }

    @Test
    void oneConnectionIsAnsweredTwiceASecondAndItsRestTakesNothingFromOthers() {
        begin(1);
        int answers = 0;
        for (int i = 0; i < 10 * LIMIT; i++) {
            verdict.clear();
            tcp.challengeAcks.challenge(tcp.slab.at(tcb, 0), verdict, now);
            answers += verdict.has(Verdict.SEND) ? 1 : 0;
        }
        assertEquals(1, answers);
        int others = sweep();
        assertTrue(others >= LIMIT / 2 - 1, others + " others were answered");
    }
}
