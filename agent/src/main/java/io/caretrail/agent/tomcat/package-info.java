/** Tomcat 9, 10.1 and 11 (and what embeds them): where the connector begins and ends a request. */
@NullMarked
package io.caretrail.agent.tomcat;

import org.jspecify.annotations.NullMarked;
