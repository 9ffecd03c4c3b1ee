/** Open Liberty: where its HTTP channel begins and ends a request, and what its web container knows of it. */
@NullMarked
package io.caretrail.agent.liberty;

import org.jspecify.annotations.NullMarked;
