/** The start and the stop of the agent inside its own class loader. */
@NullMarked
package io.caretrail.agent.start;

import org.jspecify.annotations.NullMarked;
