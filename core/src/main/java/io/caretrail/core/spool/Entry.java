package io.caretrail.core.spool;

import java.nio.ByteBuffer;

/**
 * An entry of the hand-off on its way through a spool.
 *
 * @param position its place in the hand-off: not negative, greater than that of any entry before it
 * @param type what the caller makes of it
 * @param bytes from the buffer's position to its limit; a spool moves neither, and hands out buffers of their own
 */
public record Entry(long position, byte type, ByteBuffer bytes) implements Spooled {

    /** The longest that a spool takes, in bytes. */
    public static final int LONGEST = 1024 * 1024;
}
