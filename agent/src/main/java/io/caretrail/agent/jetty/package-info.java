/** Jetty 12 (and what embeds it): where the core server, below all its servlet environments, begins and ends a request. */
@NullMarked
package io.caretrail.agent.jetty;

import org.jspecify.annotations.NullMarked;
