/** From "a request began" to "the record is kept"; knows no servlet and no bytecode. */
@NullMarked
package io.caretrail.core;

import org.jspecify.annotations.NullMarked;
