/** From an encoded record to the destinations: the hand-off, the writer thread, gaps. */
@NullMarked
package io.caretrail.core.trail;

import org.jspecify.annotations.NullMarked;
