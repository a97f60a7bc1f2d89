package io.longshore.wire;

import java.lang.foreign.Arena;

/// A fixed number of frames that are received or sent together. Owned by one thread, reused every turn.
public final class FrameBatch {

    private final Frame[] frames;
    private int size;

    /// @param frames    how many frames fit
    /// @param frameRoom bytes of each frame's own memory: the link's largest frame to receive into, or the headers
    ///                  (and whatever is built in place) to send
    public FrameBatch(Arena arena, int frames, int frameRoom) {
        this.frames = new Frame[frames];
        for (int i = 0; i < frames; i++) {
            this.frames[i] = new Frame(arena, frameRoom);
        }
    }

    public int size() {
        return size;
    }

    public int capacity() {
        return frames.length;
    }

    public boolean isFull() {
        return size == frames.length;
    }

    public Frame get(int index) {
        return frames[index];
    }

    /// The next frame, cleared; it is in the batch at once. Only where the batch is not full.
    public Frame add() {
        Frame frame = frames[size++];
        frame.clear();
        return frame;
    }

    /// Takes back the frame added last.
    public void removeLast() {
        size--;
    }

    public void clear() {
        size = 0;
    }
}
