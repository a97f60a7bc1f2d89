package io.longshore.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class MailboxTest {

    @Test
    void messagesComeOutInTheOrderInWhichTheyWentIn() {
        Mailbox<String> mailbox = new Mailbox<>(4);
        assertTrue(mailbox.isEmpty());
        assertTrue(mailbox.offer("first"));
        assertTrue(mailbox.offer("second"));
        assertFalse(mailbox.isEmpty());
        assertEquals("first", mailbox.poll());
        assertEquals("second", mailbox.poll());
        assertNull(mailbox.poll());
    }

    @Test
    void aFullMailboxRefusesUntilAMessageIsTaken() {
        Mailbox<Integer> mailbox = new Mailbox<>(2);
        assertTrue(mailbox.offer(1));
        assertTrue(mailbox.offer(2));
        assertFalse(mailbox.offer(3));
        assertEquals(1, mailbox.poll());
        assertTrue(mailbox.offer(3));
        assertFalse(mailbox.offer(4));
    }

    @Test
    void theCapacityIsAtLeastWhatWasAskedFor() {
        for (int capacity = 1; capacity <= 9; capacity++) {
            Mailbox<Integer> mailbox = new Mailbox<>(capacity);
            for (int i = 0; i < capacity; i++) {
                assertTrue(mailbox.offer(i), "message " + i + " of " + capacity);
            }
        }
    }

    @Test
    @Timeout(60)
    void manyThreadsOfferAndNothingIsLostDoubledOrOvertaken() throws InterruptedException {
        int threads = 4;
        int each = 20_000;
        Mailbox<int[]> mailbox = new Mailbox<>(64);
        CountDownLatch begin = new CountDownLatch(1);
        for (int i = 0; i < threads; i++) {
            int sender = i;
            Thread.ofPlatform().daemon().start(() -> send(mailbox, begin, sender, each));
        }
        begin.countDown();
        int[] expected = new int[threads];
        for (int taken = 0; taken < threads * each;) {
            int[] message = mailbox.poll();
            if (message == null) {
                Thread.onSpinWait();
            } else {
                assertEquals(expected[message[0]]++, message[1], "sender " + message[0]);
                taken++;
            }
        }
        assertNull(mailbox.poll());
    }

    private static void send(Mailbox<int[]> mailbox, CountDownLatch begin, int sender, int messages) {
        try {
            begin.await();
        } catch (InterruptedException e) {
            return;
        }
        for (int i = 0; i < messages; i++) {
            while (!mailbox.offer(new int[] {sender, i})) {
                Thread.yield();
            }
        }
    }
}
