package io.longshore.socket;

import io.longshore.channel.HostContext;
import java.io.IOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.IllegalSelectorException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.spi.AbstractSelectableChannel;
import java.nio.channels.spi.AbstractSelector;
import java.nio.channels.spi.SelectorProvider;
import java.util.Arrays;
import java.util.Collections;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Selects among stack sockets, from their registers, and kernel channels, by a kernel selector. While the stack has
 * news the kernel is asked only now and then; when nothing is at hand, the thread sleeps in the kernel selector, in
 * which the context's bell is one channel among the others.
 *
 * <p>Candidates are the keys that may be ready: those rung for, those whose interest changed, and those found ready
 * before. Each selection looks at the candidates' registers and drops those that are not ready; the server rings for
 * them when that changes. So readiness is level-triggered and costs nothing for idle connections.
 */
final class LongshoreSelector extends AbstractSelector {

    private final Sleep sleep;
    private final Offload offload;
    private final Set<SelectionKey> keys = ConcurrentHashMap.newKeySet();
    private final Set<SelectionKey> visibleKeys = Collections.unmodifiableSet(keys);
    private final SelectedKeys selectedKeys = new SelectedKeys(this);
    private final KeyQueue posted = new KeyQueue();
    private final Consumer<LongshoreKey> considering = this::consider;
    private final Consumer<SelectionKey> kernelFinding = this::kernelFound;
    private volatile boolean twinsCancelled;

    // The selecting thread's, under this selector's lock.
    private LongshoreKey[] candidates = new LongshoreKey[64];
    private LongshoreKey[] spare = new LongshoreKey[64];
    private int candidateCount;
    private Consumer<SelectionKey> action;
    private boolean isSelecting;
    private boolean anyReady;

    LongshoreSelector(SelectorProvider provider, Offload offload) throws IOException {
        super(provider);
        this.offload = offload;
        this.sleep = new Sleep(offload.kernel().openSelector(), offload.openContext(), offload);
    }

    // --- Registration -----------------------------------------------------------------------------------------------

    @Override
    protected SelectionKey register(AbstractSelectableChannel channel, int ops, Object attachment) {
        if (!isOpen()) {
            throw new ClosedSelectorException();
        }
        LongshoreKey key = new LongshoreKey(this, channel);
        key.attach(attachment);
        try {
            if (channel instanceof LateChannel) {
                ((LateChannel) channel).registered(key);
            } else if (channel.provider() == offload.kernel()) {
                key.behind(channel);
            } else {
                throw new IllegalSelectorException();
            }
        } catch (ClosedChannelException closed) {
            throw new CancelledKeyException();
        }
        keys.add(key);
        key.interest(ops);
        if (!isOpen()) {
            keys.remove(key);
            key.cancel();
            throw new ClosedSelectorException();
        }
        return key;
    }

    @Override
    public Set<SelectionKey> keys() {
        ensureOpen();
        return visibleKeys;
    }

    @Override
    public Set<SelectionKey> selectedKeys() {
        ensureOpen();
        return selectedKeys;
    }

    private void ensureOpen() {
        if (!isOpen()) {
            throw new ClosedSelectorException();
        }
    }

    // --- From other threads -----------------------------------------------------------------------------------------

    Selector kernel() {
        return sleep.kernel();
    }

    /** The context that events for this selector's keys go to; 0 if it has none of its own. */
    int contextNumber() {
        return sleep.contextNumber();
    }

    /** The key may be ready; a sleeping selector looks at once. */
    void post(LongshoreKey key) {
        posted.add(key);
        sleep.nudge();
    }

    /** The key may be ready; the next selection looks. */
    void postQuietly(LongshoreKey key) {
        posted.add(key);
    }

    void twinAdded() {
        // A thread asleep in the kernel's selector takes new registrations up in its next call.
        sleep.twinAdded();
        sleep.nudge();
    }

    void twinCancelled() {
        sleep.twinRemoved();
        twinsCancelled = true;
    }

    @Override
    public Selector wakeup() {
        sleep.wake();
        return this;
    }

    // --- Selection --------------------------------------------------------------------------------------------------

    @Override
    public int select() throws IOException {
        return choose(null, Sleep.FOREVER);
    }

    @Override
    public int select(long timeout) throws IOException {
        if (timeout < 0) {
            throw new IllegalArgumentException("Negative timeout");
        }
        return choose(null, timeout == 0 ? Sleep.FOREVER : timeout);
    }

    @Override
    public int selectNow() throws IOException {
        return choose(null, Sleep.NOT);
    }

    @Override
    public int select(Consumer<SelectionKey> taker) throws IOException {
        return choose(Objects.requireNonNull(taker), Sleep.FOREVER);
    }

    @Override
    public int select(Consumer<SelectionKey> taker, long timeout) throws IOException {
        Objects.requireNonNull(taker);
        if (timeout < 0) {
            throw new IllegalArgumentException("Negative timeout");
        }
        return choose(taker, timeout == 0 ? Sleep.FOREVER : timeout);
    }

    @Override
    public int selectNow(Consumer<SelectionKey> taker) throws IOException {
        return choose(Objects.requireNonNull(taker), Sleep.NOT);
    }

    private int choose(Consumer<SelectionKey> taker, long timeout) throws IOException {
        synchronized (this) {
            ensureOpen();
            if (isSelecting) {
                throw new IllegalStateException("select in progress");
            }
            isSelecting = true;
            try {
                synchronized (selectedKeys) {
                    action = taker;
                    return timeout == Sleep.NOT ? selectAtOnce() : selectAndSleep(timeout);
                }
            } finally {
                action = null;
                isSelecting = false;
            }
        }
    }

    private int selectAtOnce() throws IOException {
        boolean flushing = removeCancelled();
        boolean due = sleep.isKernelDue(flushing);
        int count = look(due);
        sleep.forgetWakeup();
        removeCancelled();
        return count;
    }

    private int selectAndSleep(long timeout) throws IOException {
        removeCancelled();
        int count = look(sleep.isKernelDue(true));
        if (!anyReady && !sleep.isWoken()) {
            sleep.spin(posted);
            count = sleepUntilReady(timeout);
        }
        sleep.forgetWakeup();
        removeCancelled();
        return count;
    }

    private int sleepUntilReady(long timeout) throws IOException {
        long deadline = sleep.deadline(timeout);
        long left = timeout;
        int count = 0;
        while (!anyReady && left != 0 && isOpen() && !sleep.isWoken() && !Thread.currentThread().isInterrupted()) {
            sleep.fallAsleep();
            try {
                // Having said that we sleep, look again: whoever comes after this look rings.
                count = look(false);
                if (!anyReady && !sleep.isWoken() && posted.isEmpty()) {
                    sleep.block(left, kernelFinding);
                }
            } finally {
                sleep.awake();
            }
            count += anyReady ? 0 : look(false);
            removeCancelled();
            left = sleep.left(deadline);
        }
        return count;
    }

    /** Looks at every candidate; counts those that are news to the application. */
    private int look(boolean askKernel) throws IOException {
        if (askKernel) {
            sleep.askKernel(kernelFinding);
        }
        collect();
        anyReady = false;
        LongshoreKey[] round = candidates;
        int size = candidateCount;
        candidates = spare;
        candidateCount = 0;
        spare = round;
        int at = 0;
        int count = 0;
        try {
            while (at < size) {
                count += look(round[at++]);
            }
        } finally {
            // An action that throws leaves the rest for the next selection.
            for (; at < size; at++) {
                round[at].isCandidate = false;
                consider(round[at]);
            }
            Arrays.fill(round, 0, size, null);
        }
        return count;
    }

    private int look(LongshoreKey key) {
        int kernelReady = key.kernelReady;
        key.kernelReady = 0;
        key.isCandidate = false;
        if (!key.isValid()) {
            return 0;
        }
        int stackReady = key.stackReady();
        if (stackReady != 0) {
            consider(key);
        }
        int ready = stackReady | kernelReady & key.interest();
        if (ready == 0) {
            return 0;
        }
        anyReady = true;
        return tell(key, ready);
    }

    private int tell(LongshoreKey key, int ready) {
        if (action != null) {
            key.found(ready, false);
            action.accept(key);
            ensureOpen();
            return 1;
        }
        boolean selected = key.selectedAt >= 0;
        if (!selected) {
            selectedKeys.select(key);
        }
        return key.found(ready, selected) ? 1 : 0;
    }

    private void collect() {
        HostContext context = sleep.context();
        if (context != null) {
            for (int slot = context.next(); slot >= 0; slot = context.next()) {
                offload.news(slot, this);
            }
        }
        posted.drain(considering);
    }

    /** The key becomes a candidate; the selecting thread only. */
    void consider(LongshoreKey key) {
        if (key.isCandidate) {
            return;
        }
        if (candidateCount == candidates.length) {
            candidates = Arrays.copyOf(candidates, 2 * candidateCount);
        }
        key.isCandidate = true;
        candidates[candidateCount++] = key;
    }

    private void kernelFound(SelectionKey twin) {
        if (twin.attachment() instanceof LongshoreKey) {
            LongshoreKey key = (LongshoreKey) twin.attachment();
            key.kernelReady = twin.readyOps();
            consider(key);
        } else {
            sleep.bellRang(twin);
        }
    }

    /** Lets go of cancelled keys; tells whether there were any. */
    private boolean removeCancelled() throws IOException {
        Set<SelectionKey> cancelled = cancelledKeys();
        boolean any = false;
        synchronized (cancelled) {
            if (!cancelled.isEmpty()) {
                any = true;
                for (SelectionKey key : cancelled) {
                    remove((LongshoreKey) key);
                }
                cancelled.clear();
            }
        }
        if (twinsCancelled) {
            twinsCancelled = false;
            sleep.flushKernel();
        }
        return any;
    }

    private void remove(LongshoreKey key) {
        keys.remove(key);
        selectedKeys.unselect(key);
        SelectableChannel channel = key.channel();
        if (channel instanceof LateChannel) {
            ((LateChannel) channel).keyList().remove(key);
        }
        deregister(key);
    }

    // --- The end ----------------------------------------------------------------------------------------------------

    @Override
    protected void implCloseSelector() throws IOException {
        wakeup();
        synchronized (this) {
            synchronized (selectedKeys) {
                for (SelectionKey key : keys) {
                    key.cancel();
                    ((LongshoreKey) key).leaveContext();
                }
                removeCancelled();
                selectedKeys.clear();
                sleep.close();
            }
        }
    }
}
