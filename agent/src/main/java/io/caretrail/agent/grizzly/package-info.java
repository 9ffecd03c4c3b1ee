/** Grizzly 4 in GlassFish 7 and Payara 6: where its HTTP server begins and ends a request. */
@NullMarked
package io.caretrail.agent.grizzly;

import org.jspecify.annotations.NullMarked;
