package io.longshore.socket;

import java.net.SocketOption;

/**
 * An option that only sockets on the stack have: a register and what values it takes.
 *
 * @param register which of the slot's registers; 0: none
 * @param least    the least number, for those that are numbers
 * @param most     the greatest
 */
record StackOption<T>(String name, Class<T> type, int register, long least, long most) implements SocketOption<T> {

    static StackOption<Integer> number(String name, int register, long least) {
        return new StackOption<>(name, Integer.class, register, least, Integer.MAX_VALUE);
    }

    static StackOption<Integer> number(String name, int register, long least, long most) {
        return new StackOption<>(name, Integer.class, register, least, most);
    }

    static <T> StackOption<T> other(String name, Class<T> type) {
        return new StackOption<>(name, type, 0, 0, 0);
    }

    boolean isInRange(Object value) {
        return !(value instanceof Number) || ((Number) value).longValue() >= least
                && ((Number) value).longValue() <= most;
    }

    @Override
    public String toString() {
        return name;
    }
}
