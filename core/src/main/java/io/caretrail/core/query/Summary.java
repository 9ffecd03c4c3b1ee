package io.caretrail.core.query;

/**
 * What an answer rests on.
 *
 * @param read how many records were read
 * @param found how many of them were asked for
 * @param problems how many lines, ends of files or files could not be read and were passed over
 * @param hidden how many records, of those that else met what was asked, name a patient by a hash or a mask only
 */
public record Summary(long read, long found, long problems, long hidden) {}
