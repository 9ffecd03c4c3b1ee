/** Jetty 9.4, 10 and 11 (and what embeds them): where their channels begin and end a request. */
@NullMarked
package io.caretrail.agent.jetty9;

import org.jspecify.annotations.NullMarked;
