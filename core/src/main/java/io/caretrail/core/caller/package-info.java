/** Who called: the client's address, the identity, the correlation id, the copied headers. */
@NullMarked
package io.caretrail.core.caller;

import org.jspecify.annotations.NullMarked;
