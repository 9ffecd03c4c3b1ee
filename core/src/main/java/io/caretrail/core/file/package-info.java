/** What every part that keeps files needs: made for their owner alone, and a remedy when they cannot be written. */
@NullMarked
package io.caretrail.core.file;

import org.jspecify.annotations.NullMarked;
