/** How a batch of records is said to a collector, and what its answer means: the formats, and their provider interface. */
@NullMarked
package io.caretrail.core.http.format;

import org.jspecify.annotations.NullMarked;
