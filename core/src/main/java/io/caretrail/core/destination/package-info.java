/** Where records go: the destination SPI, {@code file} and {@code stdout}. */
@NullMarked
package io.caretrail.core.destination;

import org.jspecify.annotations.NullMarked;
