package io.longshore.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AgentRunnerTest {

    private final List<Throwable> errors = new CopyOnWriteArrayList<>();
    private final ScriptedAgent agent = new ScriptedAgent();
    private final SemaphoreSleeper sleeper = new SemaphoreSleeper();
    private final AgentRunner runner = new AgentRunner(agent, System::nanoTime,
            new IdleStrategy(sleeper, 0, TimeUnit.SECONDS.toNanos(50)), (failed, error) -> errors.add(error));

    @Test
    void runsTurnsOnAThreadOfItsOwnNamedAfterTheRole() throws InterruptedException {
        runner.start();
        agent.turns.acquire(2);
        runner.close();
        assertEquals("scripted", agent.thread.getName());
        assertFalse(runner.isAlive());
        assertEquals(1, agent.closes);
        assertEquals(List.of(), errors);
    }

    @Test
    void closingEndsASleep() throws InterruptedException {
        agent.work = 0;
        runner.start();
        agent.turns.acquire(1);
        runner.close();
        assertFalse(runner.isAlive());
    }

    @Test
    void anExceptionThatLeavesATurnIsReportedOnceAndEndsTheAgentCleanly() throws InterruptedException {
        agent.failure = new IllegalStateException("scripted");
        runner.start();
        runner.join();
        assertEquals(1, errors.size());
        assertSame(agent.failure, errors.getFirst());
        assertEquals(1, agent.closes);
        runner.close();
        assertEquals(1, agent.closes);
    }

    @Test
    void anAgentThatWasNeverStartedIsClosedAllTheSame() {
        runner.close();
        assertEquals(1, agent.closes);
    }

    @Test
    void anAgentMayCloseItsOwnRunner() throws InterruptedException {
        agent.closing = runner;
        runner.start();
        runner.join();
        assertEquals(List.of(), errors);
        assertEquals(1, agent.closes);
    }

    @Test
    void aThreadIsPinnedToAProcessor() throws InterruptedException {
        runner.pinnedTo(0).start();
        agent.turns.acquire(1);
        assertEquals(0, agent.processor);
        runner.close();
    }

    @Test
    void aProcessorThatDoesNotExistIsReported() throws InterruptedException {
        runner.pinnedTo(1_000_000).start();
        runner.join();
        assertEquals(1, errors.size());
        assertTrue(errors.getFirst().getMessage().contains("processor 1000000"), errors.toString());
    }

    private static final class ScriptedAgent implements Agent {

        final Semaphore turns = new Semaphore(0);
        volatile int work = 1;
        volatile RuntimeException failure;
        volatile AgentRunner closing;
        volatile Thread thread;
        volatile int processor;
        volatile int closes;

        @Override
        public int turn(long now) {
            thread = Thread.currentThread();
            processor = io.longshore.syscall.Processors.current();
            turns.release();
            if (failure != null) {
                throw failure;
            }
            if (closing != null) {
                closing.close();
            }
            return work;
        }

        @Override
        public long deadline() {
            return Long.MAX_VALUE;
        }

        @Override
        public String role() {
            return "scripted";
        }

        @Override
        public void close() {
            closes = closes + 1;
        }
    }

    private static final class SemaphoreSleeper implements Sleeper {

        private final CountDownLatch woken = new CountDownLatch(1);

        @Override
        public void sleep(long nanos) {
            try {
                assertTrue(woken.await(nanos, TimeUnit.NANOSECONDS), "nobody woke the sleeper");
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void wake() {
            woken.countDown();
        }
    }
}
