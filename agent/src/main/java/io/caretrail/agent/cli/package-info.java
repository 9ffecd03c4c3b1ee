/** The command-line tool of the agent jar. */
@NullMarked
package io.caretrail.agent.cli;

import org.jspecify.annotations.NullMarked;
