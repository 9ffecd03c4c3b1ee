/** Where a record is kept from the moment it is accepted: a ring in mapped memory, in a folder that one process owns. */
@NullMarked
package io.caretrail.core.handoff;

import org.jspecify.annotations.NullMarked;
