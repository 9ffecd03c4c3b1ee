/** The records of the trail and the encoder that writes them. */
@NullMarked
package io.caretrail.core.record;

import org.jspecify.annotations.NullMarked;
