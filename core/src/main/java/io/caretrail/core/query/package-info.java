/** Questions to a trail on the disk, answered record by record in bounded memory. */
@NullMarked
package io.caretrail.core.query;

import org.jspecify.annotations.NullMarked;
