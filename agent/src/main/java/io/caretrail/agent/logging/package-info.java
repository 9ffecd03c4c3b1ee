/** What the application logs: where each logging has a line that it is about to write. */
@NullMarked
package io.caretrail.agent.logging;

import org.jspecify.annotations.NullMarked;
