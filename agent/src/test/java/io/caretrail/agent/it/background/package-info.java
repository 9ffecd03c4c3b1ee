/** The application the integration tests audit: it knows nothing of Caretrail and does what a servlet can do wrong. */
@NullMarked
package io.caretrail.agent.it.background;

import org.jspecify.annotations.NullMarked;
