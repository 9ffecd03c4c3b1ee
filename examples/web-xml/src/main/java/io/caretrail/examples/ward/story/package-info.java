/** What the ward's workstations ask in one night, and what they expect; not in the war. */
@NullMarked
package io.caretrail.examples.ward.story;

import org.jspecify.annotations.NullMarked;
