/** What a door (the agent's hooks, the filter) says of a request and of how it ended. */
@NullMarked
package io.caretrail.core.door;

import org.jspecify.annotations.NullMarked;
