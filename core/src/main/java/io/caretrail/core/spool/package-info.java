/** What waits on disk for a destination that cannot take it yet: checksummed segments and a cursor. */
@NullMarked
package io.caretrail.core.spool;

import org.jspecify.annotations.NullMarked;
