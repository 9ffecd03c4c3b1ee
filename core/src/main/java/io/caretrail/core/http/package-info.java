/** The destination {@code http}: batches to a collector, until each record is acknowledged or put aside. */
@NullMarked
package io.caretrail.core.http;

import org.jspecify.annotations.NullMarked;
