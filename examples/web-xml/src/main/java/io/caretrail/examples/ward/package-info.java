/** A ward's small web application, packed as a war. */
@NullMarked
package io.caretrail.examples.ward;

import org.jspecify.annotations.NullMarked;
