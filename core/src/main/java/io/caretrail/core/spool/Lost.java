package io.caretrail.core.spool;

/**
 * Entries that were appended, were not delivered, and cannot be read any more. Stands where they stood.
 *
 * @param position behind or at the last of them, before the next entry that can be read
 * @param entries how many, at least 1; exact unless the cursor was lost too
 * @param bytes how many bytes were passed over; 0 when whole files are gone
 * @param where the file and the offset, and what to do about it, in words for the log
 */
public record Lost(long position, long entries, long bytes, String where) implements Spooled {}
