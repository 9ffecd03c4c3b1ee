package io.caretrail.core.spool;

/**
 * Entries that were appended, were not delivered, and cannot be read any more. Stands where they stood.
 *
 * @param position of the newest thing known to be lost or passed over with it
 * @param entries how many; 0 when what is damaged held none that were to be delivered
 * @param bytes how many bytes were passed over; 0 when whole files are gone
 * @param where the file and the offset, and what to do about it, in words for the log
 */
public record Lost(long position, long entries, long bytes, String where) implements Spooled {}
