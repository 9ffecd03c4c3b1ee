/** Seals a trail, so that whoever changes it later is found out: hash chain, signed checkpoints, verification. */
@NullMarked
package io.caretrail.core.seal;

import org.jspecify.annotations.NullMarked;
