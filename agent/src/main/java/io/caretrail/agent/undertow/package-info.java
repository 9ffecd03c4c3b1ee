/** Undertow 2 (and what embeds it, as WildFly does): where the core server begins and ends a request. */
@NullMarked
package io.caretrail.agent.undertow;

import org.jspecify.annotations.NullMarked;
