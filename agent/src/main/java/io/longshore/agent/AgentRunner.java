package io.longshore.agent;

import io.longshore.syscall.Processors;

/// Runs one [Agent] on a thread of its own until it is closed or a turn fails; the agent is closed on that thread.
public final class AgentRunner implements AutoCloseable {

    private final Agent agent;
    private final Clock clock;
    private final IdleStrategy idleStrategy;
    private final ErrorSink errorSink;
    private final Thread thread;
    private int processor = -1;
    private int nice;
    private volatile boolean running = true;

    public AgentRunner(Agent agent, Clock clock, IdleStrategy idleStrategy, ErrorSink errorSink) {
        this.agent = agent;
        this.clock = clock;
        this.idleStrategy = idleStrategy;
        this.errorSink = errorSink;
        thread = Thread.ofPlatform().name(agent.role()).daemon().unstarted(this::run);
    }

    /// Keeps the thread on one processor; called before [#start].
    public AgentRunner pinnedTo(int processor) {
        this.processor = processor;
        return this;
    }

    /// Gives the thread a nice value, 0 for what its process has; called before [#start].
    public AgentRunner nice(int value) {
        nice = value;
        return this;
    }

    public void start() {
        thread.start();
    }

    /// Whether the thread still runs; false after a failure.
    public boolean isAlive() {
        return thread.isAlive();
    }

    /// Waits until the thread has ended by itself or through [#close].
    public void join() throws InterruptedException {
        thread.join();
    }

    /// Ends the loop after its present turn and waits until the agent is closed. From any thread; from the agent's
    /// own it does not wait.
    @Override
    public void close() {
        running = false;
        if (thread.getState() == Thread.State.NEW) {
            agent.close();
            return;
        }
        idleStrategy.wake();
        if (Thread.currentThread() != thread) {
            awaitEnd();
        }
    }

    private void awaitEnd() {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        Throwable failure = null;
        try {
            loop();
        } catch (Throwable e) {
            failure = e;
        }
        try {
            agent.close();
        } catch (Throwable e) {
            failure = both(failure, e);
        }
        if (failure != null) {
            errorSink.report(agent, failure);
        }
    }

    private void loop() throws Exception {
        if (processor >= 0) {
            Processors.pin(processor);
        }
        if (nice != 0) {
            Processors.nice(nice);
        }
        while (running) {
            long now = clock.nanoTime();
            int work = agent.turn(now);
            idleStrategy.idle(work, now, agent.deadline());
        }
    }

    private static Throwable both(Throwable first, Throwable second) {
        if (first == null) {
            return second;
        }
        first.addSuppressed(second);
        return first;
    }
}
